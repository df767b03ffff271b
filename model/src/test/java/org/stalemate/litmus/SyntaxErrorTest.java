package org.stalemate.litmus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxErrorTest {
    private static final String TOP =
            "name: t\ntable root at 0x10\ntable four at 0x11 of 4-byte entries\nroot[0] -> root P\nx = 0x1000\n";

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
        MOV CR9 0          ! 1  ! 'MOV CR9' is not an operation; expected one of load, store, fetch, exchange, implicit load, split load, split store, emulated, entry, read, MOV CR0, MOV CR3, MOV CR4, LMSW, WRMSR EFER, WRMSR PKRS, WRMSR MTRR, WRPKRU, INVLPG, INVPCID, task switch, LTR, state, INIT, RESET, INIT-AND-BRING-UP, SMI
        lode x             ! 1  ! 'lode' is not an operation; expected one of load, store, fetch, exchange, implicit load, split load, split store, emulated, entry, read, MOV CR0, MOV CR3, MOV CR4, LMSW, WRMSR EFER, WRMSR PKRS, WRMSR MTRR, WRPKRU, INVLPG, INVPCID, task switch, LTR, state, INIT, RESET, INIT-AND-BRING-UP, SMI
        load               ! 5  ! the line ends where a linear address is expected
        load q             ! 6  ! there is no linear page 'q'; declare it with 'q = NUMBER'
        load x+            ! 8  ! the line ends where an offset is expected
        load x+y           ! 8  ! 'y' stands where an offset is expected, such as 5 or 0x1f
        load x+0x4         ! 8  ! accesses are aligned to 8 bytes, 1004 is not
        load x y           ! 8  ! 'y' stands where the end of the line is expected
        store x            ! 8  ! the line ends where the value to store is expected
        fetch 0x1ffffffffffffffff ! 7 ! there is no linear page '0x1ffffffffffffffff'; declare it with '0x1ffffffffffffffff = NUMBER'
        entry q[0] := 1    ! 7  ! there is no table 'q'; declare it with 'table q at NUMBER', or say 'page NUMBER'
        entry root 0       ! 12 ! '0' stands where '[' and an index is expected
        entry root[512] := 0 ! 12 ! an index is at most 0x1ff, not 0x200
        entry root[0 := 0  ! 14 ! ':=' stands where ']' after the index is expected
        entry root[0] = 0  ! 15 ! '=' stands where ':=' and the new entry is expected
        entry root[0] := page 0x10000000000 ! 23 ! a physical frame number is at most 0xffffffffff, not 0x10000000000
        entry root[0] := root Q ! 23 ! 'Q' is no bit of an entry; its bits are P RW US PWT PCD A D PS G XD
        MOV CR4 +WP        ! 10 ! 'WP' is no bit of CR4; its bits are VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT LA57 PCIDE SMEP SMAP PKE PKS
        MOV CR4 +SMEP PGE  ! 15 ! 'PGE' needs a '+' or '-' before it like the bits beside it
        MOV CR4 -WP        ! 9  ! 'WP' is no bit of CR4; its bits are VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT LA57 PCIDE SMEP SMAP PKE PKS
        MOV CR4            ! 8  ! the line ends where a number or names of bits is expected
        MOV CR3 root pcid 0x1000 ! 19 ! a PCID is at most 0xfff, not 0x1000
        MOV CR3 root 1     ! 14 ! '1' stands where the end of the line is expected
        read CR1           ! 6  ! 'CR1' stands where 'entry', CR0, CR2, CR3, CR4, EFER, PKRU or PKRS is expected
        INVPCID x          ! 9  ! 'x' stands where a type is expected, such as 5 or 0x1f
        state CPL 4        ! 11 ! a CPL is at most 3, not 4
        state 8-bit        ! 7  ! '8-bit' stands where CPL and a number, AC, 64-bit, 32-bit or 16-bit is expected
        INIT-AND-BRING-UP page 0x100000 ! 24 ! bring-up loads CR3 in 32-bit code, so the root lies below 4 GB, not at frame 100000
        P1: load x         ! 1  ! there is no logical processor P1; say 'processors: 2' at the top
        P0 load x          ! 4  ! 'load' stands where ':' after the logical processor is expected
        permitted: done    ! 1  ! an expectation belongs below the step that it is about
        processors: 2      ! 1  ! 'processors:' belongs on top, before tables and steps
        table root at 0x12 ! 7  ! 'root' is already the name of something else
        table load at 0x12 ! 7  ! 'load' cannot be a name
        table r at 0x10    ! 12 ! there is a table at 0x10 already
        table r 0x10       ! 9  ! '0x10' stands where 'at' and a frame number is expected
        9x = 0x1000        ! 1  ! '9x' cannot be a name
        root[0] -> root    ! 7  ! root[0] was filled before
        q[0] -> root       ! 1  ! there is no table 'q'; declare it with 'table q at NUMBER'
        root[1] 5          ! 9  ! '5' stands where '=' and a number, or '->' and a frame is expected
        entry four[1024] := 0 ! 12 ! an index is at most 0x3ff, not 0x400
        entry four[1..2] := 0 ! 12 ! two 4-byte entries that share 8 bytes are an even one and the next, such as 6..7
        entry four[0] := 0x100000000 ! 18 ! an entry of 4 bytes is at most 0xffffffff, not 0x100000000
        entry four[0] := page 0x100000 P ! 33 ! these 4 bytes can name frames up to 0xfffff, not 0x100000
        entry four[0] := page 0x10000000 P PS ! 38 ! these 4 bytes can name frames up to 0xfffffff, not 0x10000000
        entry four[0] := root XD ! 23 ! 'XD' is no bit of a 4-byte entry; its bits are P RW US PWT PCD A D PS G
        entry root[0] low := page 0x100400 PS ! 38 ! these 4 bytes can name frames up to 0xfffff, not 0x100400
        entry root[0] high := root ! 23 ! 'root' stands where half an entry is expected, such as 5 or 0x1f
        entry root[0] := root key 16 ! 27 ! a key is at most 0xf, not 0x10
        read entry four[3] ! 18 ! 8 bytes are read, which hold two of these entries: say [2..3]
        four[2..3] = 5     ! 10 ! the entries of four have 4 bytes and are filled one by one
        emulated entry root[0] := 0 ! 10 ! 'entry' stands where load, implicit load, store, exchange or fetch is expected
        implicit store x 5 ! 10 ! 'store' stands where 'load' after 'implicit' is expected
        split exchange x 5 ! 7  ! 'exchange' stands where 'load' or 'store' after 'split' is expected
        split load x+0x8   ! 14 ! an access that crosses a page begins 4 bytes before its end, 1008 does not
        split load x+0xffc 5 ! 20 ! '5' stands where the end of the line is expected
        split store x+0xffc ! 20 ! the line ends where the value to store is expected
        split store x 5    ! 15 ! an access that crosses a page begins 4 bytes before its end, 1000 does not
        emulated split load x+0xffc ! 10 ! 'split' stands where load, implicit load, store, exchange or fetch is expected
        table any at 9     ! 7  ! 'any' cannot be a name
        exchange x         ! 11 ! the line ends where the value to exchange is expected
        LMSW PG            ! 6  ! 'PG' is no bit of LMSW's operand; its bits are PE MP EM TS
        LMSW 0x100000000   ! 6  ! the value has 32 bits, unlike 0x100000000
        WRMSR PAT          ! 1  ! 'WRMSR PAT' is not an operation; expected one of load, store, fetch, exchange, implicit load, split load, split store, emulated, entry, read, MOV CR0, MOV CR3, MOV CR4, LMSW, WRMSR EFER, WRMSR PKRS, WRMSR MTRR, WRPKRU, INVLPG, INVPCID, task switch, LTR, state, INIT, RESET, INIT-AND-BRING-UP, SMI
        LTR 64-bit         ! 5  ! '64-bit' stands where 16-bit or 32-bit is expected
        task switch 0x100000000 ! 13 ! the value has 32 bits, unlike 0x100000000
        table q at 9 of 2-byte entries ! 17 ! '2-byte' stands where '4-byte' entries is expected
        P0: CR9 = 5        ! 9  ! 'CR9' is not a register; expected one of CR0, CR2, CR3, CR4, EFER, PKRU, PKRS, state
        """)
    void a_line_that_says_nothing_is_answered_with_its_place_and_what_was_expected(
            String line, int column, String message) {
        expect(TOP + line, 6, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
        permitted done              ! 11 ! 'done' stands where ':' and outcomes is expected
        permitted: gone             ! 12 ! 'gone' stands where one of done, loaded, stored, exchanged, value, #PF, #GP or #UD is expected
        permitted: done done        ! 17 ! 'done' stands where '|' or the end of the line is expected
        permitted: page 0x200       ! 12 ! 'page' stands where one of done, loaded, stored, exchanged, value, #PF, #GP or #UD is expected
        permitted: done | page 2    ! 19 ! 'page' stands where one of done, loaded, stored, exchanged, value, #PF, #GP or #UD is expected
        permitted: loaded A=2       ! 21 ! a bit is at most 1, not 2
        permitted: #PF(P            ! 17 ! the line ends where ')' after the error code is expected
        permitted: #PF(SS)          ! 16 ! 'SS' is no bit of a page fault's error code; its bits are P W U RSVD I PK
        permitted: value PE         ! 18 ! 'PE' stands where a value is expected, such as 5 or 0x1f
        observed: loaded | loaded   ! 26 ! only one outcome can have been observed
        x = 5                       ! 1  ! tables, pages and registers belong before the first step
        """)
    void an_expectation_is_answered_likewise(String line, int column, String message) {
        expect(TOP + "load x\n" + line, 7, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
        forbidden: loaded                    ! 18 ! the line ends where 'from' and the two pages is expected
        forbidden: loaded 5 from page 2      ! 32 ! the line ends where 'and' and the second page is expected
        forbidden: loaded from any 2         ! 28 ! '2' stands where 'page' after 'any' is expected
        forbidden: loaded from any page and  ! 36 ! the line ends where a table's name, or 'page' and a frame number, is expected
        forbidden: stored | done             ! 19 ! '|' stands where 'to' and the two pages is expected
        forbidden: stored to root and page 2 | page 3 ! 46 ! the line ends where 'and' and the second page is expected
        """)
    void an_access_that_crosses_a_page_has_outcomes_that_name_two_pages(String line, int column, String message) {
        expect(TOP + "split load x+0xffc\n" + line, 7, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
        load 0                  ! 2 ! 1  ! the test has no name; say 'name: NAME' on top
        name:                   ! 1 ! 6  ! the line ends where a name is expected
        name: a b               ! 1 ! 9  ! 'b' stands where the end of the line is expected
        rules: TLB-NVLPG        ! 1 ! 8  ! there is no rule 'TLB-NVLPG'; the nearest are TLB-INVLPG, TLB-CR0-PG, TLB-NXE
        profile: CYRIX          ! 1 ! 10 ! 'CYRIX' stands where UNION, INTEL or AMD is expected
        profile: AMD LAX        ! 1 ! 14 ! 'LAX' stands where the end of the line is expected
        maxphyaddr: 53          ! 1 ! 13 ! the number of physical address bits is 36 to 52, not 53
        features: SSE           ! 1 ! 11 ! 'SSE' stands where 'none' or one of [PCID, INVPCID, PAGE_1G, NX, SMEP, SMAP, LA57, PSE36, PKU, PKS] is expected
        paging: 3-level         ! 1 ! 9  ! '3-level' stands where none, 32-bit, PAE, 4-level or 5-level is expected
        processors: 9           ! 1 ! 13 ! the number of logical processors is 1 to 8, not 9
        #PF                     ! 1 ! 1  ! '#PF' is not an operation; expected one of load, store, fetch, exchange, implicit load, split load, split store, emulated, entry, read, MOV CR0, MOV CR3, MOV CR4, LMSW, WRMSR EFER, WRMSR PKRS, WRMSR MTRR, WRPKRU, INVLPG, INVPCID, task switch, LTR, state, INIT, RESET, INIT-AND-BRING-UP, SMI
        """)
    void the_top_is_answered_likewise(String text, int line, int column, String message) {
        expect(text, line, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
        `name: a\nname: b`           ! 2 ! 1 ! 'name:' was given before
        `processors: 2\nload 0`      ! 2 ! 1 ! say which logical processor executes this step, such as P0: at the beginning
        """)
    void lines_that_do_not_go_together_are_answered_likewise(String text, int line, int column, String message) {
        expect(text.replace("\\n", "\n"), line, column, message);
    }

    private static void expect(String text, int line, int column, String message) {
        assertThatThrownBy(() -> LitmusParser.parse(text))
                .hasMessage("line " + line + ", column " + column + ": " + message)
                .asInstanceOf(type(LitmusSyntaxException.class))
                .matches(e -> e.line() == line && e.column() == column);
    }
}
