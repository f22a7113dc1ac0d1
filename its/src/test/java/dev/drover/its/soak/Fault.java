package dev.drover.its.soak;

/** What goes wrong on purpose. */
enum Fault {
    KILL_MASTER,
    KILL_WORKER,
    KILL_DRIVER,
    KILL_CLIENT,
    LOSE_ANSWERS,
    SLOW_ANSWERS,
    FILL_DISK
}
