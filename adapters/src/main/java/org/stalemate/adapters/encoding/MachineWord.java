package org.stalemate.adapters.encoding;

import java.util.stream.IntStream;

/**
 * The form that data words have on the target: NOP; MOV EAX, uuuuuuuuH; INT 81H, so that a load and a fetch both tell which word
 * was reached. The code u has 16 bits and stands in both halves, because halves get mixed. Its low byte has bits 0, 5 and 6 clear, as
 * have the other bytes that matter: as an entry of a paging structure neither half is present, and a walker marks nothing. The first
 * words are descriptors of segments, too, which the processor loads without setting an accessed bit.
 */
final class MachineWord {
    /** How many codes there are. */
    static final int CODES = 1 << 13;

    /** How many of them make a word a segment descriptor: the first ones. */
    static final int DESCRIPTORS = 6 << 5;

    /**
     * The high byte of u is byte 5 of the word. These make it a present, accessed segment of DPL 3 that FS may hold: data, data that
     * can be written, either expanding down, code that can be read, conforming or not.
     */
    private static final int[] OF_DESCRIPTORS = {0xF1, 0xF3, 0xF5, 0xF7, 0xFB, 0xFF};

    /** The high bytes of u in the order in which they are used, and the place of each in that order. */
    private static final int[] HIGH_BYTES = highBytes();

    private static final int[] PLACES = new int[256];

    static {
        for (int place = 0; place < 256; place++) {
            PLACES[HIGH_BYTES[place]] = place;
        }
    }

    private static final int LOW = 0xB890;
    private static final int HIGH = 0x81CD;

    private MachineWord() {}

    private static int[] highBytes() {
        IntStream others = IntStream.range(0, 256)
                .filter(value -> IntStream.of(OF_DESCRIPTORS).noneMatch(descriptor -> descriptor == value));
        return IntStream.concat(IntStream.of(OF_DESCRIPTORS), others).toArray();
    }

    /** {@return whether the processor can load the word as a segment descriptor} */
    static boolean isDescriptor(long word) {
        int number = numberOfHigh((int) (word >>> 32));
        return number >= 0 && number < DESCRIPTORS && numberOfLow((int) word) == number;
    }

    /** {@return the base of the segment that the word describes: its bits 63:56 and 39:16} */
    static long base(long word) {
        return (word >>> 56) << 24 | (word >>> 16 & 0xFF_FFFF);
    }

    /** {@return the word that describes a segment with a base, or 0 if none does} */
    static long withBase(long base) {
        long word = fetched((int) (base & 0xFFFF) * 0x1_0001);
        return base(word) == base && isDescriptor(word) ? word : 0;
    }

    /** {@return the word that tells a number below {@link #CODES}} */
    static long of(int number) {
        return halfOfHigh(number) << 32 | ((long) code(number) << 16 | LOW);
    }

    /** {@return the word whose MOV EAX, imm32 leaves a value in EAX} */
    static long fetched(int eax) {
        return ((long) HIGH << 16 | eax >>> 16) << 32 | (eax & 0xFFFFL) << 16 | LOW;
    }

    /** {@return what a fetch of a word leaves in RAX} */
    static long eaxAfter(long word) {
        return (word >>> 16 & 0xFFFF) | (word >>> 32 & 0xFFFF) << 16;
    }

    /** {@return the high half of the word, as an unsigned number} */
    private static long halfOfHigh(int number) {
        return (long) HIGH << 16 | code(number);
    }

    /** {@return the number in a low half, or -1 if the half has another form} */
    static int numberOfLow(int half) {
        return (half & 0xFFFF) == LOW ? number(half >>> 16) : -1;
    }

    /** {@return the number in a high half, or -1 if the half has another form} */
    static int numberOfHigh(int half) {
        return half >>> 16 == HIGH ? number(half & 0xFFFF) : -1;
    }

    /** {@return the number that a code of 16 bits stands for, or -1 if it is none} */
    static int number(int code) {
        if ((code & 0x61) != 0) {
            return -1;
        }
        return (code >>> 1 & 0xF) | (code >>> 3 & 0x10) | PLACES[code >>> 8 & 0xFF] << 5;
    }

    /** Bits 3:0 of the number go to bits 4:1, bit 4 to bit 7, the rest chooses bits 15:8. */
    private static int code(int number) {
        return (number & 0xF) << 1 | (number & 0x10) << 3 | HIGH_BYTES[number >>> 5] << 8;
    }

    /** {@return whether a value that is no data could be taken for data} */
    static boolean resembles(long value) {
        return numberOfLow((int) value) >= 0 || numberOfHigh((int) (value >>> 32)) >= 0;
    }
}
