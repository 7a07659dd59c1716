/* Kills the whole process group at the Nth moment at which something becomes durable or visible to others: a sync, a new
   name of a file, the end of one, a message to a server. Counts from when the file KILL_ARMED exists.

   Environment: KILL_AT (N, from 1), KILL_AFTER ("1": just after the moment, else just before it), KILL_ARMED (a path).
   Build: cc -shared -fPIC -O2 -o killpoints.so killpoints.c -ldl      Use: LD_PRELOAD=killpoints.so */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_long moments = 0;
static atomic_int armed = 0;

static int is_the_moment(void) {
    const char *at = getenv("KILL_AT"), *path = getenv("KILL_ARMED");
    if (!at || !path) return 0;
    if (!atomic_load(&armed)) {
        if (access(path, F_OK)) return 0;
        atomic_store(&armed, 1);
    }
    return atomic_fetch_add(&moments, 1) + 1 == atol(at);
}

static int kills_after(void) {
    const char *after = getenv("KILL_AFTER");
    return after && *after == '1';
}

#define AT_THIS_MOMENT(type, name, parameters, arguments)              \
    type name parameters {                                             \
        static type (*real) parameters;                                \
        if (!real) real = (type(*) parameters)dlsym(RTLD_NEXT, #name); \
        if (!is_the_moment()) return real arguments;                   \
        if (kills_after()) real arguments;                             \
        kill(0, SIGKILL);                                              \
        for (;;) pause();                                              \
    }

AT_THIS_MOMENT(int, fsync, (int file), (file))
AT_THIS_MOMENT(int, fdatasync, (int file), (file))
AT_THIS_MOMENT(int, rename, (const char *old, const char *new), (old, new))
AT_THIS_MOMENT(int, renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
AT_THIS_MOMENT(int, link, (const char *old, const char *new), (old, new))
AT_THIS_MOMENT(int, linkat, (int from, const char *old, int to, const char *new, int flags), (from, old, to, new, flags))
AT_THIS_MOMENT(int, unlink, (const char *path), (path))
AT_THIS_MOMENT(ssize_t, send, (int socket, const void *data, size_t size, int flags), (socket, data, size, flags))
