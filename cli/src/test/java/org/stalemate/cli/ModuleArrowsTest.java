package org.stalemate.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, where Maven's transitive dependencies would let a wrong one pass. */
final class ModuleArrowsTest {

    private record Module(String name, List<String> uses, List<String> packages) {}

    private static final List<Module> MODULES = List.of(
            new Module("model", List.of(), List.of("vocabulary", "litmus", "specification")),
            new Module("mmu", List.of("model"), List.of("mmu")),
            new Module("faults", List.of("model", "mmu"), List.of("faults")),
            new Module("generators", List.of("model"), List.of("generators", "shrinking")),
            new Module("oracles", List.of("model"), List.of("oracles")),
            new Module("properties", List.of("model", "generators", "oracles", "mmu", "faults"), List.of("properties")),
            new Module("adapters", List.of("model"), List.of("adapters")),
            new Module("reports", List.of("model", "oracles"), List.of("reports")),
            new Module("hunt", List.of("model", "generators", "oracles", "reports"), List.of("hunt")));

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.stalemate");

    @Test
    void modules_use_only_those_that_they_may_know() {
        var layers = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.stalemate..")
                .layer("cli")
                .definedBy("org.stalemate.cli..");
        for (Module module : MODULES) {
            layers = layers.layer(module.name).definedBy(packages(module.packages));
        }
        layers = layers.whereLayer("cli").mayNotBeAccessedByAnyLayer();
        for (Module module : MODULES) {
            layers = module.uses.isEmpty()
                    ? layers.whereLayer(module.name).mayNotAccessAnyLayer()
                    : layers.whereLayer(module.name).mayOnlyAccessLayers(module.uses.toArray(String[]::new));
        }
        layers.ensureAllClassesAreContainedInArchitecture()
                .because("no subject knows its judge, and what is below the command runs without it")
                .check(PRODUCTION);
    }

    @Test
    void the_mmu_knows_the_vocabulary_and_nothing_else_of_the_model() {
        check(classes()
                .that()
                .resideInAPackage("org.stalemate.mmu..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(withTheJdk("mmu", "vocabulary"))
                .because("two implementations that share code share bugs"));
    }

    @Test
    void the_adapters_know_the_vocabulary_and_nothing_else_of_the_model() {
        check(classes()
                .that()
                .resideInAPackage("org.stalemate.adapters..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(withTheJdk("adapters", "vocabulary"))
                .because("what runs a scenario must not know what is permitted"));
    }

    @Test
    void the_model_depends_on_the_jdk_alone() {
        check(classes()
                .that()
                .resideInAnyPackage(packages(MODULES.getFirst().packages))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(withTheJdk("vocabulary", "litmus", "specification"))
                .because("the specification has to be readable and usable without anything else"));
    }

    @Test
    void libraries_stay_where_they_are_needed() {
        check(onlyIn(List.of("reports", "cli"), "tools.jackson..", "com.fasterxml.jackson.."));
        check(onlyIn(List.of("cli"), "picocli.."));
        check(onlyIn(List.of("reports", "hunt"), "org.apache.commons.math3..", "org.apache.commons.statistics.."));
        check(onlyIn(
                List.of("generators.jqwik", "properties"),
                "net.jqwik..",
                "org.junit..",
                "org.assertj..",
                "org.opentest4j.."));
    }

    @Test
    void packages_form_no_cycles() {
        check(slices().matching("org.stalemate.(**)").should().beFreeOfCycles());
    }

    @Test
    void only_the_parts_of_the_mmu_are_open_to_subclasses() {
        check(classes()
                .that()
                .resideOutsideOfPackage("org.stalemate.mmu..")
                .and()
                .areNotAnonymousClasses()
                .should(be(CLOSED)));
    }

    @Test
    void the_rules_see_every_package() {
        assertThat(PRODUCTION)
                .extracting(JavaClass::getPackageName)
                .contains(Stream.concat(Stream.of("cli"), MODULES.stream().flatMap(module -> module.packages.stream()))
                        .map(name -> "org.stalemate." + name)
                        .toArray(String[]::new));
    }

    private static final DescribedPredicate<JavaClass> CLOSED = describe(
            "final, sealed, abstract, enums or interfaces",
            type -> type.isInterface()
                    || type.isEnum()
                    || type.getModifiers().contains(JavaModifier.FINAL)
                    || type.getModifiers().contains(JavaModifier.ABSTRACT)
                    || type.reflect().isSealed());

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCTION);
    }

    private static ArchRule onlyIn(List<String> packages, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages(packages))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "org.stalemate." + name + "..").toArray(String[]::new);
    }

    private static String[] withTheJdk(String... names) {
        return Stream.concat(
                        Stream.of("java..", "org.jspecify.annotations.."),
                        Stream.of(names).map(name -> "org.stalemate." + name + ".."))
                .toArray(String[]::new);
    }
}
