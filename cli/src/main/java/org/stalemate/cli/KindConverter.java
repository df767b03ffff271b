package org.stalemate.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a kind of subjects. */
final class KindConverter implements ITypeConverter<Subjects.Kind> {
    @Override
    public Subjects.Kind convert(String text) {
        return Arrays.stream(Subjects.Kind.values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("there is no subject '" + text + "'; there are "
                        + Arrays.stream(Subjects.Kind.values())
                                .map(Subjects.Kind::toString)
                                .collect(Collectors.joining(", "))));
    }
}
