package dev.sekisho.dialect.kong;

import dev.sekisho.dialect.kong.entity.Schema;
import dev.sekisho.dialect.kong.entity.Type;

/** The fields of consumers, their credentials, certificates, and of a file as a whole. */
final class FileTables {

    private static final String ENTERPRISE = "this is a feature of Kong's enterprise edition";
    private static final String PROTECTED = "remove it; no plugin of this gateway reads it";

    static final Schema KEY = credential("key")
            .text("key")
            .required()
            .whole("ttl", 0, 100_000_000)
            .excused(
                    Kinds.REFUSED,
                    "a file does not say when the time to live began",
                    "remove it, and remove the key from the file when it ends");

    static final Schema JWT = credential("JWT secret")
            .text("key")
            .choice(
                    "algorithm",
                    "HS256",
                    "HS384",
                    "HS512",
                    "RS256",
                    "RS384",
                    "RS512",
                    "ES256",
                    "ES384",
                    "ES512",
                    "PS256",
                    "PS384",
                    "PS512",
                    "EdDSA")
            .text("rsa_public_key")
            .text("secret");

    static final Schema BASIC =
            credential("basic-auth credential").text("username").required().text("password");

    static final Schema HMAC =
            credential("hmac-auth credential").text("username").required().text("secret");

    static final Schema ACL = credential("ACL group").text("group").required();

    static final Schema MTLS =
            credential("mtls-auth credential").text("subject_name").required().reference("ca_certificate");

    static final Schema OAUTH = credential("OAuth 2.0 credential")
            .text("name")
            .text("client_id")
            .text("client_secret")
            .texts("redirect_uris")
            .truth("hash_secret")
            .text("client_type");

    static final Schema IN_GROUP =
            Tables.entity("consumer of a group").text("username").text("name").text("custom_id");

    static final Schema GROUP = Tables.entity("consumer group")
            .text("name")
            .required()
            .entities("consumers", () -> IN_GROUP)
            .entities("plugins", () -> Tables.PLUGIN);

    static final Schema MEMBERSHIP =
            Tables.entity("membership").reference("consumer").reference("consumer_group");

    static final Schema CONSUMER = Tables.entity("consumer")
            .text("username")
            .text("custom_id")
            .entities("keyauth_credentials", () -> KEY)
            .entities("jwt_secrets", () -> JWT)
            .entities("basicauth_credentials", () -> BASIC)
            .entities("hmacauth_credentials", () -> HMAC)
            .entities("acls", () -> ACL)
            .entities("mtls_auth_credentials", () -> MTLS)
            .entities("oauth2_credentials", () -> OAUTH)
            .list("groups", new Type.Reference())
            .entities("plugins", () -> Tables.PLUGIN);

    static final Schema SNI = Tables.entity("SNI").text("name").required().reference("certificate");

    static final Schema CERTIFICATE = Tables.entity("certificate")
            .text("cert")
            .required()
            .text("key")
            .required()
            .text("cert_alt")
            .excused(
                    Kinds.REFUSED,
                    "one certificate for each name is shown",
                    "write the second certificate as one of its own")
            .text("key_alt")
            .text("passphrase")
            .list("snis", new Type.Raw());

    static final Schema AUTHORITY =
            Tables.entity("CA certificate").text("cert").required().text("cert_digest");

    static final Schema DEFAULTS =
            Schema.of("defaults").raw("service").raw("route").raw("upstream").raw("target");

    static final Schema INFO = Schema.of("_info")
            .texts("select_tags")
            .fields("defaults", () -> DEFAULTS)
            .raw("default_lookup_tags");

    static final Schema FILE = Schema.of("the file")
            .text("_format_version")
            .truth("_transform", true)
            .text("_comment")
            .texts("_ignore")
            .text("_workspace")
            .fields("_info", () -> INFO)
            .raw("_konnect")
            .map("_plugin_configs", new Type.Raw())
            .entities("services", () -> Tables.SERVICE)
            .entities("routes", () -> Tables.ROUTE)
            .entities("upstreams", () -> Tables.UPSTREAM)
            .entities("targets", () -> Tables.TARGET)
            .entities("plugins", () -> Tables.PLUGIN)
            .entities("consumers", () -> CONSUMER)
            .entities("consumer_groups", () -> GROUP)
            .entities("consumer_group_consumers", () -> MEMBERSHIP)
            .entities("keyauth_credentials", () -> KEY)
            .entities("jwt_secrets", () -> JWT)
            .entities("basicauth_credentials", () -> BASIC)
            .entities("hmacauth_credentials", () -> HMAC)
            .entities("acls", () -> ACL)
            .entities("mtls_auth_credentials", () -> MTLS)
            .entities("oauth2_credentials", () -> OAUTH)
            .entities("certificates", () -> CERTIFICATE)
            .entities("snis", () -> SNI)
            .entities("ca_certificates", () -> AUTHORITY)
            .entities("vaults", () -> Tables.VAULT)
            .raw("rbac_roles")
            .excused(Kinds.NO_EFFECT, ENTERPRISE + ", and no matter of requests", PROTECTED)
            .raw("rbac_endpoint_permissions")
            .excused(Kinds.NO_EFFECT, ENTERPRISE + ", and no matter of requests", PROTECTED)
            .raw("licenses")
            .excused(Kinds.NO_EFFECT, "no licence is needed", "remove it")
            .raw("partials")
            .excused(Kinds.REFUSED, ENTERPRISE, "write the settings into the plugins")
            .raw("filter_chains")
            .excused(Kinds.REFUSED, "WebAssembly filters are not run", "remove them")
            .raw("keys")
            .excused(Kinds.REFUSED, "keys of their own are not read", PROTECTED)
            .raw("key_sets")
            .excused(Kinds.REFUSED, "key sets are not read", PROTECTED)
            .raw("degraphql_routes")
            .excused(Kinds.REFUSED, ENTERPRISE, "remove it")
            .raw("graphql_ratelimiting_cost_decorations")
            .excused(Kinds.REFUSED, ENTERPRISE, "remove it")
            .raw("custom_entities")
            .excused(Kinds.REFUSED, "entities of plugins of your own are not known", "remove them");

    private FileTables() {}

    private static Schema credential(String label) {
        return Tables.entity(label).reference("consumer");
    }
}
