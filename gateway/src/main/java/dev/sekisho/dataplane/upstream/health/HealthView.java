package dev.sekisho.dataplane.upstream.health;

/**
 * A target's health at one moment.
 *
 * @param healthy whether it is asked
 * @param why what made it so; empty where nothing ever happened
 * @param ejections how often in a row it was left out as an outlier, until that lasts no longer
 */
public record HealthView(boolean healthy, String why, int ejections) {}
