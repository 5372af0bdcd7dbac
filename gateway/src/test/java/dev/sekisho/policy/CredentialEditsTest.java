package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.dataplane.HeaderName;
import dev.sekisho.dataplane.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CredentialEditsTest {

    @Test
    void inAnyQueryOnlyTheKeyGoes() {
        Random random = new Random(11);
        String[] pieces = {
            "k=new-key", "k", "%6b=1", "%6B", "k%3d=1", "kk=1", "a=k=new-key", "", "=", "k;=1", "a=%", "%", "K=1"
        };
        for (int i = 0; i < 5_000; i++) {
            List<String> sent = new ArrayList<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                sent.add(pieces[random.nextInt(pieces.length)]);
            }
            List<String> left =
                    sent.stream().filter(p -> !p.matches("(k|%6[bB])(=.*)?")).toList();
            RequestHead head = new RequestHead();
            Asked.fill(head, "/a?" + String.join("&", sent));
            byte[] name = {'k'};
            QueryEdits.mask(head, name);
            QueryEdits.remove(head, name);
            String expected = left.isEmpty() ? "" : "?" + String.join("&", left);
            assertThat(head.queryText().map(q -> "?" + q).orElse(""))
                    .as(sent.toString())
                    .isEqualTo(expected);
            String target = new String(head.headers().bytes(), head.shownStart(), head.shownEnd() - head.shownStart());
            assertThat(target.substring(3).split("&", -1)).hasSize(sent.size());
            assertThat(target.replace("a=k=new-key", "")).doesNotContain("new-key");
        }
    }

    @Test
    void inAnyCookiesOnlyTheKeyGoes() {
        Random random = new Random(12);
        String[] pieces = {"k=new-key", " k=1", "k =2", "kk=1", " a=k", "", " ", "k", "=", "\tb=\"k=1\""};
        for (int i = 0; i < 5_000; i++) {
            List<String> sent = new ArrayList<>(List.of("z=0"));
            for (int n = random.nextInt(6); n >= 0; n--) {
                sent.add(pieces[random.nextInt(pieces.length)]);
            }
            sent.add("y=0");
            RequestHead head = new RequestHead();
            Asked.fill(head, "/", "Cookie: " + String.join(";", sent));
            CookieEdits.remove(head.headers(), new byte[] {'k'});
            List<String> left =
                    sent.stream().filter(p -> !p.matches("[ \t]*k[ \t]*=.*")).toList();
            assertThat(head.headers().getAll(HeaderName.COOKIE)).containsExactly(String.join(";", left));
        }
    }
}
