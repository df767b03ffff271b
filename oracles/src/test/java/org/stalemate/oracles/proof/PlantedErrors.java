package org.stalemate.oracles.proof;

import org.stalemate.specification.Variation;
import org.stalemate.specification.caching.Filling;
import org.stalemate.specification.caching.Forgetting;
import org.stalemate.specification.caching.Invalidation;
import org.stalemate.specification.caching.LogicalProcessor;
import org.stalemate.specification.caching.TranslationCache;
import org.stalemate.specification.paging.Decisions;
import org.stalemate.specification.processor.ControlBits;
import org.stalemate.vocabulary.Operation;
import org.stalemate.vocabulary.Rule;

/** Errors planted in the model, each of which the comparison with the machines has to find. */
enum PlantedErrors implements Variation {
    NOTHING_IS_FILLED_BETWEEN_TWO_STORES {
        @Override
        public Filling filling(Filling right) {
            return new Filling() {
                @Override
                public void whole(LogicalProcessor processor, int step) {
                    right.whole(processor, step);
                }

                @Override
                public void through(LogicalProcessor processor, int word, int step) {}

                @Override
                public void changed(int word) {
                    right.changed(word);
                }
            };
        }
    },
    A_PAGE_FAULT_KEEPS_PAGING_STRUCTURE_CACHES {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void pageFault(LogicalProcessor of, long address, long access, int code, int step) {
                    Invalidation.page(of.cache(), of.registers().pcid(), address, Rule.TLB_PF, step);
                    of.forgetSaturation();
                }
            };
        }
    },
    A_PAGE_FAULT_KEEPS_TRANSLATIONS {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void pageFault(LogicalProcessor of, long address, long access, int code, int step) {
                    Invalidation.structuresOnPath(of.cache(), of.registers().pcid(), address, Rule.TLB_PF, step);
                    of.forgetSaturation();
                }
            };
        }
    },
    INVPCID_0_DROPS_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvPcid(long type, var _, long address) && type == 0) {
                Invalidation.globalPage(cache, address, Rule.TLB_INVPCID_0, step);
            }
        }
    },
    INVPCID_0_DROPS_ALL_PAGING_STRUCTURES {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvPcid(long type, long pcid, var _) && type == 0) {
                Invalidation.structures(cache, (int) pcid, Rule.TLB_INVPCID_0, step);
            }
        }
    },
    INVPCID_1_DROPS_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvPcid(long type, var _, var _) && type == 1) {
                Invalidation.globals(cache, Rule.TLB_INVPCID_1, step);
            }
        }
    },
    INVPCID_3_DROPS_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvPcid(long type, var _, var _) && type == 3) {
                Invalidation.globals(cache, Rule.TLB_INVPCID_3, step);
            }
        }
    },
    INVPCID_1_DROPS_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.InvPcid(long type, var _, var _) && type == 1;
        }
    },
    INVPCID_2_DROPS_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.InvPcid(long type, var _, var _) && type == 2;
        }
    },
    INVLPG_DROPS_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.InvLpg;
        }
    },
    INVLPG_DROPS_ALL_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvLpg) {
                Invalidation.globals(cache, Rule.TLB_INVLPG, step);
            }
        }
    },
    INVLPG_DROPS_OTHER_PCIDS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.InvLpg(long address)) {
                Invalidation.page(cache, 5, address, Rule.TLB_INVLPG, step);
                Invalidation.page(cache, 6, address, Rule.TLB_INVLPG, step);
            }
        }
    },
    MOV_TO_CR3_DROPS_ALL_PCIDS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr3(long value) && value >= 0) {
                Invalidation.allPcids(cache, Rule.TLB_MOVCR3_FLUSH, step);
            }
        }
    },
    MOV_TO_CR3_DROPS_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr3(long value) && value >= 0) {
                Invalidation.globals(cache, Rule.TLB_MOVCR3_FLUSH, step);
            }
        }
    },
    MOV_TO_CR3_DROPS_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.MovToCr3;
        }
    },
    MOV_TO_CR3_WITHOUT_FLUSH_FLUSHES {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr3(long value)) {
                Invalidation.pcid(cache, (int) (value & 0xFFF), Rule.TLB_MOVCR3_FLUSH, step);
            }
        }
    },
    MOV_TO_CR4_DROPS_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.MovToCr4;
        }
    },
    INIT_DROPS_NOTHING {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void init(LogicalProcessor processor, int step) {
                    processor.forgetSaturation();
                }

                @Override
                public boolean instruction(
                        LogicalProcessor processor, Operation operation, long oldCr0, long oldCr4, int step) {
                    return operation instanceof Operation.MovToCr3
                            || super.instruction(processor, operation, oldCr0, oldCr4, step);
                }
            };
        }
    },
    MOV_TO_CR4_WITH_PAE_KEEPS_PAGING_STRUCTURES {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.MovToCr4 && (changedCr4 & ControlBits.CR4_PAE) != 0;
        }

        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (skips(operation, changedCr4)) {
                for (long page : PAGES_OF_LEGACY_WORLDS) {
                    Invalidation.page(cache, 0, page, Rule.TLB_CR4_PAE, step);
                }
            }
        }
    },
    MOV_TO_CR4_WITH_PAE_DROPS_GLOBALS {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr4 && (changedCr4 & ControlBits.CR4_PAE) != 0) {
                Invalidation.globals(cache, Rule.TLB_CR4_PAE, step);
            }
        }
    },
    MOV_TO_CR4_WITH_PSE_DROPS_EVERYTHING {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr4 && (changedCr4 & ControlBits.CR4_PSE) != 0) {
                Invalidation.everything(cache, Rule.TLB_CR4_PSE, step);
            }
        }
    },
    MOV_TO_CR4_WITH_PKE_DROPS_EVERYTHING {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.MovToCr4 && (changedCr4 & ControlBits.CR4_PKE) != 0) {
                Invalidation.everything(cache, Rule.TLB_CR4_PKE, step);
            }
        }
    },
    MEMORY_TYPE_RANGES_DROP_NOTHING {
        @Override
        boolean skips(Operation operation, long changedCr4) {
            return operation instanceof Operation.WrmsrMtrr;
        }
    },
    KEY_RIGHTS_DROP_THE_PAGE {
        @Override
        void after(Operation operation, long changedCr4, TranslationCache cache, int step) {
            if (operation instanceof Operation.WrPkru) {
                Invalidation.everything(cache, Rule.PG_PK_LIVE, step);
            }
        }
    },
    A_TASK_SWITCH_DROPS_NOTHING {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void taskSwitch(LogicalProcessor processor, int step) {
                    processor.forgetSaturation();
                }
            };
        }
    },
    A_TASK_SWITCH_DROPS_EVERYTHING {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void taskSwitch(LogicalProcessor processor, int step) {
                    Invalidation.everything(processor.cache(), Rule.TLB_TASK, step);
                }
            };
        }
    },
    SMI_DROPS_NOTHING {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void smi(LogicalProcessor processor, int step) {
                    processor.forgetSaturation();
                }
            };
        }
    },
    SMI_KEEPS_GLOBALS {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void smi(LogicalProcessor processor, int step) {
                    Invalidation.allPcids(processor.cache(), Rule.TLB_SMM, step);
                }
            };
        }
    },
    A_PAGE_FAULT_DROPS_ALL_GLOBALS_OF_THE_PAGE {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void pageFault(LogicalProcessor of, long address, long access, int code, int step) {
                    super.pageFault(of, address, access, code, step);
                    Invalidation.globalPage(of.cache(), address, Rule.TLB_PF, step);
                    of.forgetSaturation();
                }
            };
        }
    },
    A_FAULT_IN_THE_SECOND_PAGE_INVALIDATES_THE_FIRST {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void pageFault(LogicalProcessor of, long address, long access, int code, int step) {
                    super.pageFault(of, address == SplitWorlds.NEXT ? SplitWorlds.LAST : address, access, code, step);
                }
            };
        }
    },
    A_FAULT_IN_THE_SECOND_PAGE_INVALIDATES_BOTH {
        @Override
        public Forgetting forgetting(Forgetting right) {
            return new Planted(right) {
                @Override
                public void pageFault(LogicalProcessor of, long address, long access, int code, int step) {
                    super.pageFault(of, address, access, code, step);
                    if (address == SplitWorlds.NEXT) {
                        super.pageFault(of, SplitWorlds.LAST, access, code, step);
                    }
                }
            };
        }
    },
    ACCESSED_FLAGS_ARE_NEVER_SET {
        @Override
        public Decisions decisions() {
            return Decisions.breaking(Rule.PG_AD_A);
        }
    },
    STORES_NEED_NO_DIRTY_FLAG {
        @Override
        public Decisions decisions() {
            return Decisions.breaking(Rule.PG_AD_D);
        }
    };

    @Override
    public Forgetting forgetting(Forgetting right) {
        return new Planted(right) {
            @Override
            public boolean instruction(
                    LogicalProcessor processor, Operation operation, long oldCr0, long oldCr4, int step) {
                long changedCr4 = oldCr4 ^ processor.registers().cr4();
                boolean skipped = skips(operation, changedCr4);
                if (skipped) {
                    processor.forgetSaturation();
                }
                boolean dropped = skipped || super.instruction(processor, operation, oldCr0, oldCr4, step);
                after(operation, changedCr4, processor.cache(), step);
                return dropped;
            }
        };
    }

    /** All pages of {@link ModeWorlds#legacySwitches}. */
    private static final long[] PAGES_OF_LEGACY_WORLDS = {ModeWorlds.X, ModeWorlds.Z, 8L << 22};

    /** Whether what an instruction must invalidate is left in place. */
    boolean skips(Operation operation, long changedCr4) {
        return false;
    }

    /** Invalidates more than an instruction must. */
    void after(Operation operation, long changedCr4, TranslationCache cache, int step) {}

    /** Forgets what is right unless told otherwise. */
    private static class Planted implements Forgetting {
        private final Forgetting right;

        Planted(Forgetting right) {
            this.right = right;
        }

        @Override
        public boolean instruction(
                LogicalProcessor processor, Operation operation, long oldCr0, long oldCr4, int step) {
            return right.instruction(processor, operation, oldCr0, oldCr4, step);
        }

        @Override
        public void pageFault(LogicalProcessor processor, long address, long access, int code, int step) {
            right.pageFault(processor, address, access, code, step);
        }

        @Override
        public void taskSwitch(LogicalProcessor processor, int step) {
            right.taskSwitch(processor, step);
        }

        @Override
        public void smi(LogicalProcessor processor, int step) {
            right.smi(processor, step);
        }

        @Override
        public void init(LogicalProcessor processor, int step) {
            right.init(processor, step);
        }

        @Override
        public void reset(LogicalProcessor processor, int step) {
            right.reset(processor, step);
        }
    }
}
