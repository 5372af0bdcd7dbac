package dev.sekisho.policy.rules;

import dev.sekisho.model.Cidr;
import dev.sekisho.model.Property;
import java.util.List;
import java.util.Map;

/** What a rule may ask of a request. Of a list, one entry must hold. Texts: exact, {@code abc*}, {@code *abc}, {@code *} for any. */
public record TermsConfig(
        @Property(
                value = "Identities of client certificates: SPIFFE IDs without spiffe://.",
                example = "[cluster.local/ns/shop/*]")
        List<String> principals,

        @Property(
                value = "Kubernetes namespaces of client certificates, the part behind /ns/ of SPIFFE IDs.",
                example = "[shop]")
        List<String> namespaces,

        @Property(
                value = "Identities of tokens: issuer, slash, subject.",
                example = "[\"https://issuer.example.com/*\"]")
        List<String> requestPrincipals,

        @Property(value = "Names of consumers.", example = "[partner]")
        List<String> consumers,

        @Property(value = "Names of consumers' plans.", example = "[gold]")
        List<String> plans,

        @Property(value = "Groups and roles.", example = "[staff]")
        List<String> groups,

        @Property(value = "Scopes of tokens.", example = "[\"orders:read\"]")
        List<String> scopes,

        @Property(value = "Methods.", example = "[GET, HEAD]")
        List<String> methods,

        @Property(value = "Hosts, in lower case and without port.", example = "[\"*.example.com\"]")
        List<String> hosts,

        @Property(value = "Paths, normalised and without query.", example = "[/admin*]")
        List<String> paths,

        @Property(value = "Addresses of clients, seen through trusted proxies.", example = "[10.0.0.0/8]")
        List<Cidr> addresses,

        @Property("Values of request fields by name; each field that is named must have one of its values.")
        Map<String, List<String>> headers,

        @Property(
                "Values of claims by name, with dots for claims in claims; each that is named must have one of its values, of a list in the claim one entry.")
        Map<String, List<String>> claims) {}
