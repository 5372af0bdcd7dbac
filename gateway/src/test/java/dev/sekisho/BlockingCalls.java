package dev.sekisho;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Calls nothing that may wait: for time, another thread, a lock, a name server or a disk. {@code synchronized} methods
 * count too; {@code synchronized} blocks leave no trace that ArchUnit reads.
 */
final class BlockingCalls extends ArchCondition<JavaClass> {

    private static final Map<Class<?>, Set<String>> METHODS = Map.ofEntries(
            Map.entry(Thread.class, Set.of("sleep", "join", "onSpinWait")),
            Map.entry(Object.class, Set.of("wait")),
            Map.entry(Future.class, Set.of("get")),
            Map.entry(CompletableFuture.class, Set.of("join")),
            Map.entry(
                    io.netty.util.concurrent.Future.class,
                    Set.of("get", "sync", "syncUninterruptibly", "await", "awaitUninterruptibly")),
            Map.entry(
                    InetAddress.class,
                    Set.of(
                            "getByName",
                            "getAllByName",
                            "getLocalHost",
                            "getHostName",
                            "getCanonicalHostName",
                            "isReachable")),
            Map.entry(InetSocketAddress.class, Set.of("getHostName")),
            Map.entry(CountDownLatch.class, Set.of("await")),
            Map.entry(Semaphore.class, Set.of("acquire", "acquireUninterruptibly")),
            Map.entry(BlockingQueue.class, Set.of("put", "take")),
            Map.entry(ExecutorService.class, Set.of("invokeAll", "invokeAny", "awaitTermination", "close")));

    /** Every call to these is one too many. */
    private static final List<String> TYPES = List.of(
            Files.class.getName(),
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.RandomAccessFile",
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.net.URLConnection",
            "java.net.http.HttpClient",
            "java.nio.channels.FileChannel",
            "java.lang.ProcessBuilder");

    private final Set<String> allowed = new HashSet<>();

    BlockingCalls() {
        super("not block");
    }

    /** Lets a class call a method; nested classes and lambdas of it too. */
    BlockingCalls allow(Class<?> caller, Class<?> owner, String method) {
        allowed.add(key(caller.getName(), owner.getName(), method));
        return this;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Finding finding : findings(type)) {
            if (!allowed.contains(finding.key())) {
                events.add(SimpleConditionEvent.violated(type, finding.text()));
            }
        }
    }

    /** Allowances that nothing uses any more. */
    Set<String> unused(JavaClasses all) {
        Set<String> left = new HashSet<>(allowed);
        all.forEach(type -> findings(type).forEach(finding -> left.remove(finding.key())));
        return left;
    }

    private record Finding(String key, String text) {}

    private static List<Finding> findings(JavaClass type) {
        List<Finding> found = new ArrayList<>();
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (!(access instanceof JavaCodeUnitAccess<?> call)) { // a call, or a reference such as Future::get
                continue;
            }
            blockingOwner(call.getTarget())
                    .forEach(owner -> found.add(new Finding(
                            key(outermost(type), owner, call.getTarget().getName()), call.getDescription())));
        }
        for (JavaMethod method : type.getMethods()) {
            if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                found.add(new Finding(
                        key(outermost(type), outermost(type), method.getName()),
                        method.getFullName() + " is synchronized"));
            }
        }
        return found;
    }

    /** The types of which the called method blocks; mostly none. */
    private static List<String> blockingOwner(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        if (owner.getPackageName().equals("java.util.concurrent.locks") || TYPES.contains(owner.getName())) {
            return List.of(owner.getName());
        }
        List<String> owners = new ArrayList<>();
        METHODS.forEach((type, names) -> {
            boolean object = type == Object.class; // everything is one, so compare what is called and not who is
            boolean fits = names.contains(target.getName())
                    && (object ? target.getName().equals("wait") : owner.isAssignableTo(type));
            if (fits) {
                owners.add(type.getName());
            }
        });
        if (owner.isEquivalentTo(InetSocketAddress.class)
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().getFirst().isEquivalentTo(String.class)) {
            owners.add(owner.getName());
        }
        return owners;
    }

    private static String outermost(JavaClass type) {
        int dollar = type.getName().indexOf('$');
        return dollar < 0 ? type.getName() : type.getName().substring(0, dollar);
    }

    private static String key(String caller, String owner, String method) {
        return caller + " -> " + owner + "." + method;
    }
}
