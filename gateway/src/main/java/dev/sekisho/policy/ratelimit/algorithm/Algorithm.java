package dev.sekisho.policy.ratelimit.algorithm;

/** How requests are counted. */
public enum Algorithm {
    /** A count that begins anew with each period of the clock (UTC). */
    FIXED_WINDOW,
    /** The time of each request of the last period. */
    SLIDING_LOG,
    /** The count of this period, and that of the one before weighted by what is left of it. */
    SLIDING_WINDOW,
    /** A bucket of tokens that fills at a constant rate; each request takes some. */
    TOKEN_BUCKET,
    /** A bucket that leaks at a constant rate; requests wait in it for their turn (nginx, ngx_http_limit_req_module). */
    LEAKY_BUCKET
}
