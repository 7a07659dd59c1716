/* A power cut without the hardware: keeps a copy of each file of CUT_FOLDER as it was at its last sync, and ends the process
   at the Nth sync, before that one counts. What a disk would hold after the cut lies between the two folders.

   A synced folder makes the removals in it durable. Not followed: a new name that is durable by the sync of its folder alone.

   Environment: CUT_FOLDER, CUT_SYNCED (an empty folder), CUT_AT (N, from 1; 0: never), CUT_ARMED (counts from when it exists).
   Build: cc -shared -fPIC -O2 -o powercut.so powercut.c -ldl      Use: LD_PRELOAD=powercut.so */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST (2 * PATH_MAX)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static long syncs = 0;

static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
}

static void keep_file(int file, off_t size, char *copy) {
    char source[64];
    off_t offset = 0;
    make_folders(copy);
    snprintf(source, sizeof source, "/proc/self/fd/%d", file);
    int from = open(source, O_RDONLY), to = open(copy, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    while (offset < size)
        if (sendfile(to, from, &offset, size - offset) <= 0) break;
    close(from);
    close(to);
}

static void drop_removed(const char *folder, const char *copy) {
    char live[LONGEST + NAME_MAX + 2], kept[LONGEST + NAME_MAX + 2];
    struct dirent *entry;
    DIR *names = opendir(copy);
    while (names && (entry = readdir(names))) {
        if (entry->d_type != DT_REG) continue;
        snprintf(live, sizeof live, "%s/%s", folder, entry->d_name);
        snprintf(kept, sizeof kept, "%s/%s", copy, entry->d_name);
        if (access(live, F_OK)) unlink(kept);
    }
    if (names) closedir(names);
}

static int counts(void) {
    const char *armed = getenv("CUT_ARMED");
    return armed && !access(armed, F_OK);
}

static void synced(int file) {
    char link[64], path[PATH_MAX], copy[LONGEST];
    struct stat status;
    const char *folder = getenv("CUT_FOLDER"), *kept = getenv("CUT_SYNCED"), *at = getenv("CUT_AT");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0 || !folder || !kept || !at) return;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder))) return;
    pthread_mutex_lock(&one_at_a_time);
    if (counts() && ++syncs == atol(at)) _exit(137);
    snprintf(copy, sizeof copy, "%s%s", kept, path + strlen(folder));
    fstat(file, &status);
    if (S_ISDIR(status.st_mode)) drop_removed(path, copy);
    else keep_file(file, status.st_size, copy);
    pthread_mutex_unlock(&one_at_a_time);
}

#define KEEPING(name)                                          \
    int name(int file) {                                       \
        static int (*real)(int);                               \
        if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
        int before = errno;                                    \
        synced(file);                                          \
        errno = before;                                        \
        return real(file);                                     \
    }

KEEPING(fsync)
KEEPING(fdatasync)
