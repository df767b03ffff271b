package org.stalemate.litmus;

/** The error codes of page faults, as litmus texts spell them. */
public final class ErrorCodes {
    private ErrorCodes() {}

    /**
     * {@return the error code in which the named bits are 1}
     *
     * @param names names of bits such as {@code P W RSVD}, separated by blanks
     * @throws IllegalArgumentException if one of them is no name of a bit; the message says which ones there are
     */
    public static int of(String names) {
        int code = 0;
        for (String name : names.strip().split(" +", -1)) {
            int bit = BitNames.ERROR_CODE.bit(name);
            if (bit < 0) {
                throw new IllegalArgumentException(BitNames.ERROR_CODE.unknown(name));
            }
            code |= 1 << bit;
        }
        return code;
    }
}
