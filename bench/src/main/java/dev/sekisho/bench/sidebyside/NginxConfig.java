package dev.sekisho.bench.sidebyside;

/** What every nginx here has in common: in the foreground, all its files in its own directory, no request limit. */
final class NginxConfig {

    /** For upstream connections, listeners and probes. nginx reserves memory for each. */
    private static final int SPARE_CONNECTIONS = 512;

    private NginxConfig() {}

    /**
     * A whole configuration, its paths relative to nginx's {@code -p} directory.
     *
     * @param connections client connections that one worker must hold
     * @param http the content of the http block
     */
    static String of(int workers, int connections, String http) {
        return """
                daemon off;
                worker_processes %d;
                pid nginx.pid;
                error_log error.log crit;
                %s
                events { worker_connections %d; }
                http {
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  keepalive_requests 1000000000;
                  keepalive_timeout 1h;
                  tcp_nopush on;
                  sendfile on;
                %s
                }
                """.formatted(workers, user(), connections + SPARE_CONNECTIONS, http.indent(2));
    }

    static String[] command(String executable) {
        return new String[] {executable, "-p", ".", "-e", "error.log", "-c", "nginx.conf"};
    }

    /** Started by root, nginx would change to a user that cannot read the private temporary directory. */
    private static String user() {
        return System.getProperty("user.name").equals("root") ? "user root root;" : "";
    }
}
