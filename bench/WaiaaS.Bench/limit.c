/* The same system calls as a write and a read of the module make, without anything around them: the limit. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *directory;
static char token[600];
static int length;
static int noise;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void must(int ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static void write_token(void)
{
    char name[64];
    unsigned random[4];
    struct rlimit limit;
    struct statx s;
    int d = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(d >= 0, "open");
    must(statx(d, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &s) == 0, "statx");
    statx(d, "mcp-token", AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &s);
    must(read(noise, random, sizeof random) == sizeof random, "random");
    snprintf(name, sizeof name, ".mcp-token.%d.%08x.tmp", getpid(), random[0]);
    int f = openat(d, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    must(f >= 0, "openat");
    must(flock(f, LOCK_SH | LOCK_NB) == 0, "flock");
    must(statx(f, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &s) == 0, "statx");
    must(getrlimit(RLIMIT_FSIZE, &limit) == 0, "getrlimit");
    must(write(f, token, length) == length, "write");
    must(fsync(f) == 0, "fsync");
    must(renameat(d, name, d, "mcp-token") == 0, "renameat");
    must(close(f) == 0, "close");
    must(fsync(d) == 0, "fsync");
    close(d);
}

static void read_token(void)
{
    char buffer[8193], again[8193];
    struct statx s;
    int d = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    must(d >= 0, "open");
    must(statx(d, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &s) == 0, "statx");
    int f = openat(d, "mcp-token", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    must(f >= 0, "openat");
    must(statx(f, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &s) == 0, "statx");
    must(read(f, buffer, sizeof buffer) == length, "read");
    must(lseek(f, 0, SEEK_DATA) == 0, "lseek");
    must(pread(f, again, length + 1, 0) == length && memcmp(buffer, again, length) == 0, "pread");
    close(f);
    close(d);
}

/* limit <directory> <token> <batches> <operations a batch>: a line for each batch, nanoseconds of a write and of a read. */
int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    directory = argv[1];
    length = (int)strlen(argv[2]);
    must(length < (int)sizeof token, "token");
    memcpy(token, argv[2], length);
    int batches = atoi(argv[3]), operations = atoi(argv[4]);
    noise = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    must(noise >= 0, "urandom");
    for (int b = 0; b < batches; b++) {
        long long start = now();
        for (int i = 0; i < operations; i++)
            write_token();
        long long middle = now();
        for (int i = 0; i < operations; i++)
            read_token();
        printf("%lld %lld\n", (middle - start) / operations, (now() - middle) / operations);
    }
    return 0;
}
