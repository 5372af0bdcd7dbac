package dev.sekisho;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.sekisho.model.Model;
import dev.sekisho.snapshot.Snapshot;

/** Has no field that may hold one configuration now and another later. */
final class ImmutableConfiguration extends ArchCondition<JavaClass> {

    ImmutableConfiguration() {
        super("hold no configuration that changes");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
            if (isChanging(field)) {
                events.add(SimpleConditionEvent.violated(field, field.getFullName() + " may change its configuration"));
            }
        }
    }

    /** Whether the field holds configuration and is not final, or is a reference that can be set. */
    static boolean isChanging(JavaField field) {
        boolean configuration = field.getAllInvolvedRawTypes().stream()
                .anyMatch(type -> type.isEquivalentTo(Model.class) || type.isEquivalentTo(Snapshot.class));
        boolean reference = field.getRawType().getPackageName().equals("java.util.concurrent.atomic");
        return configuration && (reference || !field.getModifiers().contains(JavaModifier.FINAL));
    }
}
