package org.stalemate.generators.jqwik;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many steps the scenarios of a property's {@code @ForAll Scenario} parameter have; 100 without it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.ANNOTATION_TYPE})
public @interface ScenarioLength {
    /** The number of steps, at least 1. */
    int value();
}
