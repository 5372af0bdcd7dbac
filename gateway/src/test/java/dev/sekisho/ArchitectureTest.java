package dev.sekisho;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.sekisho.dataplane.ChainRunner;
import dev.sekisho.dataplane.Method;
import dev.sekisho.dataplane.listener.socket.Binding;
import dev.sekisho.dataplane.transport.Loops;
import dev.sekisho.model.Model;
import dev.sekisho.policy.Policies;
import dev.sekisho.server.redis.RedisRoom;
import dev.sekisho.snapshot.SnapshotHolder;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md. A rule that finds no class to look at fails. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sekisho");

    /** Calls that block and are meant, each with the reason that makes it harmless. */
    private static final BlockingCalls BLOCKING = new BlockingCalls()
            .allow(ChainRunner.class, CompletableFuture.class, "join") // asks isDone first
            .allow(Binding.class, io.netty.util.concurrent.Future.class, "sync") // binds, on the control side
            .allow(Binding.class, io.netty.util.concurrent.Future.class, "awaitUninterruptibly") // drains, there
            .allow(Loops.class, io.netty.util.concurrent.Future.class, "awaitUninterruptibly") // closes, there
            .allow(Method.class, Method.class, "of"); // interns names of the configuration, at build time

    @Test
    void the_model_depends_on_nothing_of_ours_and_on_java_only() {
        classes()
                .that(resideInAPackage("dev.sekisho.model.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.sekisho.model..", "java..", "org.jspecify.."))
                .check(MAIN);
    }

    @Test
    void a_dialect_sees_the_model_and_settings_of_policies_only() {
        classes()
                .that(resideInAPackage("dev.sekisho.dialect.."))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.sekisho.."))
                                .or(resideInAnyPackage("dev.sekisho.dialect..", "dev.sekisho.model.."))
                                .or(
                                        resideInAPackage("dev.sekisho.policy..")
                                                .and(
                                                        describe(
                                                                "settings",
                                                                c -> c.getName()
                                                                        .matches(
                                                                                ".*(Config|steps\\.Step|onstatus\\.(OnStatusRule|Instead))(\\$.*)?")))))
                .check(MAIN);
    }

    @Test
    void no_dialect_sees_another() {
        slices().matching("dev.sekisho.dialect.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        describe("a dialect", c -> true),
                        resideInAPackage("dev.sekisho.dialect.document")) // reads YAML and JSON, no dialect itself
                .check(MAIN);
    }

    @Test
    void the_data_plane_never_sees_what_stands_above_it() {
        noClasses()
                .that(resideInAPackage("dev.sekisho.dataplane.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.sekisho",
                        "dev.sekisho.dialect..",
                        "dev.sekisho.admin..",
                        "dev.sekisho.cli..",
                        "dev.sekisho.snapshot..",
                        "dev.sekisho.server..",
                        "dev.sekisho.policy.."))
                .check(MAIN);
    }

    @Test
    void policies_see_the_central_types_of_the_data_plane_and_the_model_only() {
        classes()
                .that(resideInAPackage("dev.sekisho.policy.."))
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("dev.sekisho.."))
                        .or(resideInAnyPackage(
                                "dev.sekisho.policy..",
                                "dev.sekisho.dataplane",
                                "dev.sekisho.dataplane.identity",
                                "dev.sekisho.dataplane.text",
                                "dev.sekisho.dataplane.conditional",
                                "dev.sekisho.model..")))
                .check(MAIN);
    }

    @Test
    void only_one_package_knows_the_client_of_redis() {
        noClasses()
                .that(not(resideInAPackage("dev.sekisho.server.redis")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.lettuce.."))
                .check(MAIN);
        noClasses()
                .that(describe("the room, which every gateway has", c -> c.isEquivalentTo(RedisRoom.class)))
                .should()
                .dependOnClassesThat(resideInAPackage("io.lettuce.."))
                .check(MAIN);
    }

    @Test
    void no_policy_sees_another() {
        slices().matching("dev.sekisho.policy.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        describe("a policy", c -> true),
                        resideInAPackage("dev.sekisho.policy.json")) // edits of JSON, no policy itself
                .check(MAIN);
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void only_the_holder_has_configuration_that_changes() {
        classes()
                .that(not(describe("the holder", c -> c.isEquivalentTo(SnapshotHolder.class))))
                .should(new ImmutableConfiguration())
                .check(MAIN);
        assertThat(MAIN.get(SnapshotHolder.class).getFields())
                .as("or the rule looks for the wrong thing")
                .anyMatch(ImmutableConfiguration::isChanging);
    }

    @Test
    void nothing_blocks_on_an_event_loop() {
        classes()
                .that(resideInAnyPackage("dev.sekisho.dataplane..", "dev.sekisho.policy.."))
                .should(BLOCKING)
                .check(MAIN);
    }

    @Test
    void every_allowance_is_still_needed() {
        assertThat(BLOCKING.unused(MAIN)).isEmpty();
    }

    @Test
    void the_rules_find_what_they_look_for() {
        for (Class<?> blocking : Set.of(
                Sleeps.class, Waits.class, Joins.class, GetsFuture.class, Resolves.class, Locks.class, Reads.class)) {
            assertThatThrownBy(() -> classes().should(new BlockingCalls()).check(fixture(blocking)))
                    .as(blocking.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
        for (Class<?> holder : Set.of(Changes.class, Refers.class)) {
            assertThatThrownBy(
                            () -> classes().should(new ImmutableConfiguration()).check(fixture(holder)))
                    .as(holder.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static JavaClasses fixture(Class<?> type) {
        return new ClassFileImporter().importClasses(type);
    }

    /** Each package for itself; the list of policies stands above the folders that it names, and they above the rest. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean list = type.getName().startsWith(Policies.class.getName());
            return type.getPackageName().startsWith("dev.sekisho")
                    ? SliceIdentifier.of(type.getPackageName() + (list ? " (the list)" : ""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @SuppressWarnings("unused")
    private static final class Sleeps {
        void run() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    @SuppressWarnings({"unused", "WaitNotInLoop"})
    private static final class Waits {
        synchronized void run() throws InterruptedException {
            wait();
        }
    }

    @SuppressWarnings("unused")
    private static final class Joins {
        void run(CompletableFuture<String> future) {
            future.join();
        }
    }

    @SuppressWarnings("unused")
    private static final class GetsFuture {
        String run(java.util.concurrent.Future<String> future) throws Exception {
            return future.get();
        }
    }

    @SuppressWarnings("unused")
    private static final class Resolves {
        InetAddress run(String name) throws Exception {
            return InetAddress.getByName(name);
        }
    }

    @SuppressWarnings("unused")
    private static final class Locks {
        private final ReentrantLock lock = new ReentrantLock();

        void run() {
            lock.lock();
        }
    }

    @SuppressWarnings("unused")
    private static final class Reads {
        byte[] run(java.nio.file.Path path) throws java.io.IOException {
            return java.nio.file.Files.readAllBytes(path);
        }
    }

    @SuppressWarnings({"unused", "UnusedVariable"})
    private static final class Changes {
        private java.util.Optional<Model> model = java.util.Optional.empty();
    }

    @SuppressWarnings({"unused", "UnusedVariable"})
    private static final class Refers {
        private final AtomicReference<Model> model = new AtomicReference<>();
    }
}
