package org.stalemate.adapters.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stalemate.vocabulary.CodeSegment;
import org.stalemate.vocabulary.ExecutionState;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Operation.Fetch;
import org.stalemate.vocabulary.Operation.ImplicitLoad;
import org.stalemate.vocabulary.Operation.Load;
import org.stalemate.vocabulary.Operation.MovToCr3;
import org.stalemate.vocabulary.Operation.MovToCr4;
import org.stalemate.vocabulary.Operation.SetExecutionState;
import org.stalemate.vocabulary.Operation.SplitLoad;
import org.stalemate.vocabulary.Operation.SplitStore;
import org.stalemate.vocabulary.Operation.Store;
import org.stalemate.vocabulary.Operation.StoreTableEntry;
import org.stalemate.vocabulary.Operation.StoreTableHalf;
import org.stalemate.vocabulary.Operation.WrmsrPkrs;
import org.stalemate.vocabulary.Platform;
import org.stalemate.vocabulary.Profile;
import org.stalemate.vocabulary.Registers;
import org.stalemate.vocabulary.Scenario;
import org.stalemate.vocabulary.Start;
import org.stalemate.vocabulary.Step;

final class BlockEncoderTest {
    private static final long CHAIN = 0x10F80;

    @Test
    void a_block_is_laid_out_as_the_agent_reads_it() {
        Block block = Examples.encode(new Load(0x1000));
        ByteBuffer bytes = block.bytes();

        assertThat(bytes.getInt(0)).isEqualTo(bytes.remaining()).isEqualTo(block.size());
        assertThat(block.size() % 16).isZero();
        assertThat(bytes.getInt(4)).isEqualTo(7);
        assertThat(bytes.getShort(12)).isEqualTo((short) 1);
        assertThat(bytes.getShort(14)).isEqualTo((short) 1);
        assertThat(bytes.getLong(32)).isEqualTo(0x8001_0031L);
        assertThat(bytes.getLong(48)).isEqualTo(0x10000);
        assertThat(bytes.getInt(84)).as("PKRU and PKRS exist").isEqualTo(3);
        int firstStep = 96 + 16 * bytes.getShort(10);
        assertThat(bytes.get(firstStep)).isEqualTo((byte) Opcode.LOAD);
        assertThat(bytes.getLong(firstStep + 8)).isEqualTo(0x1000);
    }

    @Test
    void memory_starts_with_the_tables_the_agents_entry_in_the_root_and_data_where_an_access_may_go() {
        Map<Long, Long> words = words(Examples.encode(new Load(0x1008), new Load(0x20_1010)));

        assertThat(words).containsEntry(0x10000L, 0x11067L).containsEntry(CHAIN, 0x4300_1027L);
        assertThat(MachineWord.resembles(words.getOrDefault(0x20_0008L, 0L))).isTrue();
        assertThat(MachineWord.resembles(words.getOrDefault(0x40_1010L, 0L))).isTrue();
        assertThat(words).as("no page is reached at other offsets").doesNotContainKeys(0x20_0000L, 0x40_0010L);
    }

    @Test
    void a_store_is_searched_for_where_old_and_new_entries_lead() {
        Block block = Examples.encode(
                new StoreTableEntry(Examples.PT, 1, 0x300L << 12 | Examples.FLAGS), new Store(0x1000, 0x112));

        assertThat(searched(block, 1)).containsExactlyInAnyOrder(0x200L, 0x300L);
    }

    @Test
    void halves_of_entries_combine_with_everything_that_the_other_half_held() {
        int low = 0x0030_0000 | (int) Examples.FLAGS;
        Block block = Examples.encode(
                new StoreTableEntry(Examples.PT, 1, 1L << 32 | 0x500L << 12),
                new StoreTableHalf(Examples.PT, 3, 0),
                new StoreTableHalf(Examples.PT, 2, low),
                new Store(0x1000, 0x112));

        assertThat(block.obstacle()).as("bit 32 of an address is beyond memory").contains("no memory");
        assertThat(block.steps()).isEqualTo(3);
        assertThat(Examples.encode(new StoreTableHalf(Examples.PT, 2, low), new Store(0x1000, 0x112))
                        .obstacle())
                .isNull();
    }

    @Test
    void roots_loaded_later_have_the_agents_entry_from_the_start() {
        Map<Long, Long> words = words(Examples.encode(new Load(0x1000), new MovToCr3(0x15000)));

        assertThat(words).containsEntry(0x15F80L, 0x4300_1027L);
    }

    @Test
    void a_value_of_cr4_with_a_bit_that_the_processor_lacks_may_leave_the_mode_as_it_was() {
        ExecutionState narrow = new ExecutionState(0, false, CodeSegment.BITS_32);
        Registers pae = new Registers(0x8001_0031L, 0, 0x10020, 0x20, 0, narrow);
        Start start =
                new Start(Examples.PLATFORM, Examples.start(Examples.PLATFORM).tables(), List.of(pae));
        List<Step> steps =
                List.of(new Step.Instruction(0, new MovToCr4(1 << 20)), new Step.Instruction(0, new MovToCr3(0x16000)));

        Block block = new BlockEncoder(Examples.TARGET).encode(new Scenario(start, steps), 7);

        assertThat(block.obstacle()).isNull();
        assertThat(words(block)).as("the agent's PDPTE").containsKey(0x16008L);
    }

    @Test
    void a_split_store_is_searched_for_in_two_lists_and_its_halves_change_places() {
        Block block = Examples.encode(new SplitStore(0x1FFC, 0x0000_0222_0000_0112L));

        assertThat(block.obstacle()).isNull();
        assertThat(searched(block, 0)).containsExactly(0x200L);
        assertThat(block.secondSearchedFrame(0, 0)).isEqualTo(0x201);
        long word = block.bytes().getLong(96 + 16 * block.bytes().getShort(10) + 16);
        assertThat(MachineWord.numberOfHigh((int) word)).isNotNegative();
        assertThat(block.dictionary().high((int) word)).isEqualTo(0x112);
        assertThat(block.dictionary().low((int) (word >>> 32))).isEqualTo(0x222);
    }

    @Test
    void a_list_that_is_empty_is_not_taken_for_the_next_one() {
        Block block = Examples.encode(new Store(0x8000_0000_0000L, 0x112), new Store(0x1000, 0x212));

        assertThat(searched(block, 0)).isEmpty();
        assertThat(searched(block, 1)).containsExactly(0x200L);
    }

    @Test
    void a_scenario_ends_before_what_the_target_cannot_do() {
        assertThat(endsAt2(new Fetch(0x3000))).contains("no code");
        assertThat(endsAt2(new MovToCr3(0x4300_0000L))).contains("root lies");
        assertThat(endsAt2(new StoreTableEntry(0x10, 0x1F0, 0))).contains("the target needs for itself");
        assertThat(endsAt2(new Load(0xFFFF_F800_0000_0000L))).contains("the target needs for itself");
        assertThat(endsAt2(new StoreTableEntry(0x3_0000, 0, 0))).contains("no memory");
        assertThat(endsAt2(new StoreTableEntry(0x7, 0, 0))).contains("no memory");
        assertThat(endsAt2(new MovToCr4(1L << 13))).contains("CR4");
        assertThat(endsAt2(new Store(0x1000, 0x201))).contains("present");
    }

    @Test
    void an_entry_is_not_made_beside_data_in_the_other_half_of_its_word() {
        Block ofMemory = Examples.encode(new Load(0x1000), new StoreTableHalf(0x200, 0, 0x67));
        Block ofStore = Examples.encode(
                new Load(0x1000),
                new Store(0x3008, 0x112),
                new StoreTableHalf(Examples.PT, 2, 0x200 << 12 | (int) Examples.FLAGS));
        Block ofTable = Examples.encode(new StoreTableHalf(Examples.PT, 2, 0x201 << 12 | (int) Examples.FLAGS));

        assertThat(ofMemory.steps()).isEqualTo(1);
        assertThat(ofMemory.obstacle()).contains("half data");
        assertThat(ofStore.steps()).isEqualTo(2);
        assertThat(ofStore.obstacle()).contains("half data");
        assertThat(ofTable.obstacle()).isNull();
    }

    @Test
    void code_of_32_bits_reaches_the_agent_through_word_1_of_the_lowest_table_of_level_3() {
        SetExecutionState compatible = new SetExecutionState(new ExecutionState(3, false, CodeSegment.BITS_32));
        Block block = Examples.encode(compatible, new Store(0x1000, 0x112), new Fetch(0xFFFF_FFFF_0000_1000L));

        assertThat(block.obstacle()).isNull();
        assertThat(words(block)).containsEntry(0x1_1008L, 0x4300_5027L);
        assertThat(words(block)).as("the agent's window on frame 200H").containsEntry(0x4300_4000L, 0x20_0063L);
        assertThat(searched(block, 1)).as("bits 63:32 do not count").containsExactly(0x200L);
        assertThat(Examples.encode(new StoreTableEntry(0x11, 1, 0), compatible).obstacle())
                .contains("needs for itself");
        assertThat(Examples.encode(new StoreTableEntry(0x10, 0, 0), compatible).obstacle())
                .contains("not accessible");
        assertThat(Examples.encode(
                                new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32)),
                                new MovToCr3(0x15000))
                        .obstacle())
                .contains("not accessible");
        assertThat(Examples.encode(
                                new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_16)),
                                new Fetch(0x1000))
                        .obstacle())
                .contains("16 bits");
    }

    @Test
    void the_second_logical_processor_does_not_even_try_to_leave_long_mode_by_code_of_32_bits() {
        ExecutionState compatible = new ExecutionState(0, false, CodeSegment.BITS_32);
        Start one = Examples.start(Examples.PLATFORM);
        Start two = new Start(
                new Platform(Profile.INTEL, 40, Examples.PLATFORM.features(), 2),
                one.tables(),
                List.of(one.processors().getFirst(), one.processors().getFirst()));
        List<Step> steps = List.of(
                new Step.Instruction(1, new SetExecutionState(compatible)),
                new Step.Instruction(1, new Operation.MovToCr0(0x31)));

        Block block = new BlockEncoder(Examples.TARGET).encode(new Scenario(two, steps), 7);

        assertThat(block.steps()).isEqualTo(1);
        assertThat(block.obstacle()).contains("stays in long mode");
    }

    @Test
    void without_paging_linear_addresses_are_physical() {
        Block block = Examples.encode(
                new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32)),
                new Operation.MovToCr0(0x31),
                new Store(0x60_1008, 0x112));

        assertThat(block.obstacle()).isNull();
        assertThat(searched(block, 2)).containsExactly(0x601L);
    }

    @Test
    void code_of_32_bits_stores_to_entries_where_it_may_do_so_at_once() {
        SetExecutionState compatible = new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32));
        Store store = new Store(0x3008, 0x112);
        Block whole = Examples.encode(compatible, store);
        assertThat(whole.obstacle()).isNull();
        assertThat(opcode(whole, 1)).isEqualTo((byte) Opcode.STORE_WHOLE);
        Block plain = Examples.encode(compatible, new Store(0x1008, 0x112));
        assertThat(opcode(plain, 1)).isEqualTo((byte) Opcode.STORE);
        assertThat(Examples.encode(new Operation.MovToCr0(0x8001_0039L), compatible, store)
                        .obstacle())
                .as("CR0.TS")
                .contains("half-written");
        assertThat(Examples.encode(compatible, new Operation.Lmsw(5), store).obstacle())
                .as("CR0.EM")
                .contains("half-written");
        assertThat(Examples.encode(
                                compatible,
                                new Operation.MovToCr0(0x1_0031),
                                new Operation.TaskSwitch(0x10000),
                                new Store(0x1_0008, 0x112))
                        .obstacle())
                .as("CR0.TS by a task switch")
                .contains("half-written");
    }

    @Test
    void a_load_of_the_processors_own_reaches_nothing_but_descriptors() {
        ImplicitLoad load = new ImplicitLoad(0x1000);
        assertThat(Examples.encode(load, new Store(0x1000, 0x112), load).obstacle())
                .isNull();
        assertThat(Examples.encode(new ImplicitLoad(0x3008)).obstacle())
                .as("an entry")
                .contains("no descriptor");
        assertThat(Examples.encode(new SplitStore(0x1FFC, 0x112_0000_0112L), new ImplicitLoad(0x1FF8))
                        .obstacle())
                .as("halves of two words")
                .contains("no descriptor");
        assertThat(Examples.encode(new ImplicitLoad(0x8000_0000_0000L)).obstacle())
                .contains("not canonical");
        List<Operation> many = new ArrayList<>();
        for (int i = 0; i < MachineWord.DESCRIPTORS; i++) {
            many.add(new Load(0x20_1000 + 8 * i));
        }
        many.add(load);
        assertThat(Examples.encode(many.toArray(Operation[]::new)).obstacle()).contains("no descriptor");
    }

    @Test
    void the_way_to_the_agents_code_of_32_bits_has_no_reserved_bits_and_no_key_that_denies_it() {
        SetExecutionState compatible = new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32));
        long entry = 0x11L << 12 | Examples.FLAGS;
        for (long bit : new long[] {0x80, 0x100, 1L << 40, 1L << 63}) {
            assertThat(Examples.encode(new StoreTableEntry(0x10, 0, entry | bit), compatible)
                            .obstacle())
                    .contains("not accessible");
            assertThat(Examples.encode(compatible, new StoreTableEntry(0x10, 0, entry | bit))
                            .obstacle())
                    .contains("not accessible");
        }
        assertThat(Examples.encode(new MovToCr4(1L << 24 | 0x20), new WrmsrPkrs(2), compatible)
                        .obstacle())
                .contains("key 0");
        assertThat(Examples.encode(new WrmsrPkrs(2), compatible).obstacle()).isNull();
    }

    @Test
    void a_processor_that_may_be_in_64_bit_code_outside_long_mode_is_not_gone_on_with() {
        Block block = Examples.encode(
                new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32)),
                new Operation.MovToCr0(0x31),
                new SetExecutionState(ExecutionState.SUPERVISOR_64));

        assertThat(block.steps()).isEqualTo(2);
        assertThat(block.obstacle()).contains("outside long mode");
    }

    @Test
    void a_word_where_a_walk_found_nothing_never_leads_to_the_agent() {
        Block block = Examples.encode(
                new Load(0x4000_0000), new SetExecutionState(new ExecutionState(0, false, CodeSegment.BITS_32)));

        assertThat(block.obstacle()).contains("needs for itself");
    }

    @Test
    void rights_of_the_agents_own_key_are_never_taken_away() {
        Block keys = Examples.encode(new WrmsrPkrs(0xC000_0000L), new MovToCr4(1L << 24 | 0x20));

        assertThat(keys.steps()).isEqualTo(1);
        assertThat(keys.obstacle()).contains("key 15");
    }

    @Test
    void an_access_that_may_be_an_alignment_check_is_not_made() {
        Block block = Examples.encode(
                new Operation.MovToCr0(0x8005_0031L),
                new SetExecutionState(new ExecutionState(3, true, CodeSegment.BITS_64)),
                new SplitLoad(0x1FFC));

        assertThat(block.steps()).isEqualTo(2);
    }

    @Test
    void a_scenario_for_another_processor_is_not_executed_at_all() {
        Platform other = new Platform(Profile.INTEL, 40, EnumSet.of(Feature.NX), 1);
        Block block = new BlockEncoder(Examples.TARGET).encode(Examples.of(other, new Load(0x1000)), 7);

        assertThat(block.steps()).isZero();
        assertThat(block.obstacle()).contains("PAGE_1G");
    }

    @Test
    void what_a_target_does_not_survive_is_avoided() {
        Avoidance avoidance = new Avoidance("known", Operation.InvLpg.class, (_, _) -> true);
        Target target = new Target(Examples.PLATFORM, 0, 0, 1, List.of(avoidance));
        Block block = new BlockEncoder(target).encode(Examples.of(new Load(0x1000), new Operation.InvLpg(0x1000)), 7);

        assertThat(block.steps()).isEqualTo(1);
        assertThat(block.obstacle()).isEqualTo("known divergence known");
    }

    @Test
    void a_block_depends_on_its_scenario_alone() {
        BlockEncoder encoder = new BlockEncoder(Examples.TARGET);
        var scenario = Examples.of(new Load(0x1000), new Store(0x2008, 0x112), new MovToCr3(0x15000));
        ByteBuffer first = encoder.encode(scenario, 7).bytes();
        encoder.encode(Examples.of(new Store(0x20_1010, 0x412), new Fetch(0x1000)), 8);

        assertThat(encoder.encode(scenario, 7).bytes()).isEqualTo(first);
    }

    private static String endsAt2(Operation operation) {
        Block block = Examples.encode(new Load(0x1000), operation, new Load(0x1000));
        assertThat(block.steps()).isEqualTo(1);
        return String.valueOf(block.obstacle());
    }

    private static byte opcode(Block block, int step) {
        ByteBuffer bytes = block.bytes();
        return bytes.get(96 + 16 * bytes.getShort(10) + 32 * step);
    }

    private static List<Long> searched(Block block, int step) {
        List<Long> frames = new ArrayList<>();
        for (int i = 0; i < block.searchCount(step); i++) {
            frames.add(block.searchedFrame(step, i));
        }
        return frames;
    }

    private static Map<Long, Long> words(Block block) {
        ByteBuffer bytes = block.bytes();
        Map<Long, Long> words = new HashMap<>();
        for (int i = 0; i < bytes.getShort(10); i++) {
            words.put(bytes.getLong(96 + 16 * i), bytes.getLong(104 + 16 * i));
        }
        return words;
    }
}
