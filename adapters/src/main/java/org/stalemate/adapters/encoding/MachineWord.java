package org.stalemate.adapters.encoding;

/**
 * The form that data words have on the target: NOP; MOV EAX, uuuuuuuuH; INT 81H, so that a load and a fetch both tell which word
 * was reached. The code u has 16 bits and stands in both halves, because halves get mixed. Its low byte has bits 0, 5 and 6 clear, as
 * have the other bytes that matter: as an entry of a paging structure neither half is present, and a walker marks nothing.
 */
final class MachineWord {
    /** How many codes there are. */
    static final int CODES = 1 << 13;

    private static final int LOW = 0xB890;
    private static final int HIGH = 0x81CD;

    private MachineWord() {}

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
        return (code >>> 1 & 0xF) | (code >>> 3 & 0x10) | (code >>> 3 & 0x1FE0);
    }

    /** Bits 3:0 of the number go to bits 4:1, bit 4 to bit 7, the rest to bits 15:8. */
    private static int code(int number) {
        return (number & 0xF) << 1 | (number & 0x10) << 3 | (number & 0x1FE0) << 3;
    }

    /** {@return whether a value that is no data could be taken for data} */
    static boolean resembles(long value) {
        return numberOfLow((int) value) >= 0 || numberOfHigh((int) (value >>> 32)) >= 0;
    }
}
