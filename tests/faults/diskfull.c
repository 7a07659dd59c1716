/* A full disk without filling one: while the file FULL_WHILE exists, this process can write FULL_AFTER more bytes to the files
   of FULL_FOLDER; then every write fails as on a disk without room.

   Build: cc -shared -fPIC -O2 -o diskfull.so diskfull.c -ldl      Use: LD_PRELOAD=diskfull.so */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long written = 0;

static int no_room(int file, size_t size) {
    char link[64], path[PATH_MAX];
    const char *folder = getenv("FULL_FOLDER"), *flag = getenv("FULL_WHILE"), *after = getenv("FULL_AFTER");
    if (!folder || !flag || !after || access(flag, F_OK)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder))) return 0;
    if (atomic_fetch_add(&written, (long)size) + (long)size <= atol(after)) return 0;
    errno = ENOSPC;
    return 1;
}

static size_t sum(const struct iovec *parts, int count) {
    size_t size = 0;
    for (int part = 0; part < count; part++) size += parts[part].iov_len;
    return size;
}

#define LIMITED(name, size, parameters, arguments)                           \
    ssize_t name parameters {                                                \
        static ssize_t (*real) parameters;                                   \
        if (!real) real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);    \
        int before = errno;                                                  \
        if (no_room(file, size)) return -1;                                  \
        errno = before;                                                      \
        return real arguments;                                               \
    }

LIMITED(write, length, (int file, const void *data, size_t length), (file, data, length))
LIMITED(pwrite, length, (int file, const void *data, size_t length, off_t at), (file, data, length, at))
LIMITED(pwrite64, length, (int file, const void *data, size_t length, off64_t at), (file, data, length, at))
LIMITED(writev, sum(parts, count), (int file, const struct iovec *parts, int count), (file, parts, count))
LIMITED(pwritev, sum(parts, count), (int file, const struct iovec *parts, int count, off_t at), (file, parts, count, at))
