package dev.drover.standalone.rest;

/** A cluster as {@link StandaloneJobDriver} needs it. */
public record StandaloneCluster(MasterEndpoints master, JobDefaults jobs) {}
