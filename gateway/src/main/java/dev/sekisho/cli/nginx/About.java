package dev.sekisho.cli.nginx;

import java.io.PrintWriter;
import java.util.List;

/** What the program says about itself, in nginx's form, so that scripts which read it find what they look for. */
final class About {

    /** Modules of nginx whose directives are known and checked as if these flags had been given. */
    private static final List<String> WITH = List.of(
            "http_ssl_module",
            "http_v2_module",
            "http_v3_module",
            "http_realip_module",
            "http_addition_module",
            "http_sub_module",
            "http_dav_module",
            "http_flv_module",
            "http_mp4_module",
            "http_gunzip_module",
            "http_gzip_static_module",
            "http_random_index_module",
            "http_secure_link_module",
            "http_slice_module",
            "http_stub_status_module",
            "http_auth_request_module",
            "stream",
            "stream_ssl_module",
            "stream_ssl_preread_module",
            "stream_realip_module",
            "mail",
            "mail_ssl_module");

    private About() {}

    static void print(String version, NginxOptions options, PrintWriter to) {
        to.println("nginx version: sekisho/" + version);
        if (options.help()) {
            to.print(USAGE.formatted(NginxProgram.PREFIX, NginxProgram.ERROR_LOG, NginxProgram.CONFIGURATION));
            to.flush();
        }
        if (options.details()) {
            to.println("built with Java " + System.getProperty("java.vm.version"));
            to.println("TLS SNI support enabled");
            to.println(
                    "checks and serves configurations as nginx/1.22.1 does, newer directives and those of NGINX Plus "
                            + "included; what it cannot honour it refuses with its line");
            to.println("no USR2 (upgrade of the program) and no WINCH (end of the workers)");
            to.println("configure arguments: --prefix="
                    + NginxProgram.PREFIX.substring(0, NginxProgram.PREFIX.length() - 1)
                    + " --conf-path=" + NginxProgram.CONFIGURATION + " --error-log-path=" + NginxProgram.ERROR_LOG
                    + " --pid-path=" + NginxProgram.PID + " --with-"
                    + String.join(" --with-", WITH)
                    + " --without-perl --without-http_image_filter_module --without-http_xslt_module"
                    + " --without-http_geoip_module --without-dynamic_modules");
        }
    }

    private static final String USAGE = """
            Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]
                         [-e filename] [-c filename] [-g directives]

            Options:
              -?,-h         : this help
              -v            : show version and exit
              -V            : show what is there and what is not, as configure flags, and exit
              -t            : test configuration and exit
              -T            : test configuration, dump it and exit
              -q            : no messages but errors during tests
              -s signal     : send a signal to the process of the pid file: stop, quit, reopen, reload
              -p prefix     : set prefix path (default: %s)
              -e filename   : set error log file (default: %s)
              -c filename   : set configuration file (default: %s)
              -g directives : set global directives out of configuration file

            Without -t, -T or -s it serves, in the background unless the configuration or -g says "daemon off;".
            """;
}
