package example;

import org.junit.jupiter.api.Test;
import org.stalemate.hunt.Conformance;

class MyMmuTest {
    @Test
    void my_mmu_forgets_what_it_has_to_forget() {
        Conformance.require("my MMU", MyMmu::new, 200_000);
    }
}
