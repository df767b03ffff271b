package org.stalemate.adapters.encoding;

/** The numbers of the steps that the guest agent executes. */
final class Opcode {
    static final int LOAD = 1;
    static final int STORE = 2;
    static final int FETCH = 3;
    static final int EXCHANGE = 4;
    static final int SPLIT_LOAD = 5;
    static final int SPLIT_STORE = 6;
    static final int WRITE_WORD = 7;
    static final int WRITE_HALF = 8;
    static final int READ_WORD = 9;
    static final int MOV_CR0 = 10;
    static final int MOV_CR3 = 11;
    static final int MOV_CR4 = 12;
    static final int WRMSR = 13;
    static final int RDMSR = 14;
    static final int MTRR = 15;
    static final int LMSW = 16;
    static final int WRPKRU = 17;
    static final int RDPKRU = 18;
    static final int READ_CR = 19;
    static final int INVLPG = 20;
    static final int INVPCID = 21;
    static final int SET_STATE = 22;
    static final int INIT_AND_BRING_UP = 23;
    static final int INIT = 24;
    static final int LTR = 25;
    static final int TASK_SWITCH = 26;
    static final int SMI = 27;
    static final int IMPLICIT_LOAD = 28;
    static final int STORE_WHOLE = 29;

    private Opcode() {}
}
