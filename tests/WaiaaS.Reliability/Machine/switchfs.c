// A directory, mounted once more by FUSE as a file system that cannot do all that it should:
//
//   switchfs <directory> <mount point> [<call>=<error>]... [mode=<octal>] [clock=<seconds>] [stop] [nolock]
//
// <call>=<error>   each such call fails, without being done; rename-done and unlink-done fail and are done
// mode=<octal>     all files and directories show these permissions
// clock=<seconds>  all times are shown so much later, as of a file server whose clock is wrong
// stop             who flushes a file is stopped (SIGSTOP) when that is done
// nolock           flock fails
#define FUSE_USE_VERSION 35
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root;
static long mode = -1, clock_offset;
static int no_lock, stop;

static const char *calls[] = {"chmod", "chown", "fsync", "fsyncdir", "rename", "rename-done", "unlink", "unlink-done", "write", "create", "mkdir", "flush"};
enum { CHMOD, CHOWN, FSYNC, FSYNCDIR, RENAME, RENAME_DONE, UNLINK, UNLINK_DONE, WRITE, CREATE, MKDIR, FLUSH, CALLS };
static int errors[CALLS];

#define FAIL_IF_SWITCHED(call) do { if (errors[call]) return -errors[call]; } while (0)
#define RESULT(x) ((x) < 0 ? -errno : 0)
#define REAL(name, path) char name[4096]; snprintf(name, sizeof name, "%s%s", root, path)

// The user who asks, not the one who mounted it, is the owner of what is new.
static void give(const char *real)
{
    struct fuse_context *who = fuse_get_context();
    if (lchown(real, who->uid, who->gid)) { }
}

static int fs_getattr(const char *path, struct stat *st, struct fuse_file_info *fi)
{
    REAL(real, path);
    if ((fi ? fstat(fi->fh, st) : lstat(real, st)) < 0)
        return -errno;
    if (mode >= 0 && !S_ISLNK(st->st_mode))
        st->st_mode = (st->st_mode & S_IFMT) | mode;
    st->st_mtim.tv_sec += clock_offset;
    st->st_ctim.tv_sec += clock_offset;
    st->st_atim.tv_sec += clock_offset;
    return 0;
}

static int fs_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *fi, enum fuse_readdir_flags flags)
{
    (void)offset, (void)fi, (void)flags;
    REAL(real, path);
    DIR *dir = opendir(real);
    if (!dir)
        return -errno;
    for (struct dirent *entry; (entry = readdir(dir));)
        fill(buffer, entry->d_name, NULL, 0, 0);
    closedir(dir);
    return 0;
}

static int fs_readlink(const char *path, char *buffer, size_t size)
{
    REAL(real, path);
    ssize_t length = readlink(real, buffer, size - 1);
    if (length < 0)
        return -errno;
    buffer[length] = 0;
    return 0;
}

static int fs_symlink(const char *target, const char *path)
{
    REAL(real, path);
    return RESULT(symlink(target, real));
}

static int fs_create(const char *path, mode_t wanted, struct fuse_file_info *fi)
{
    FAIL_IF_SWITCHED(CREATE);
    REAL(real, path);
    int fd = open(real, fi->flags | O_CREAT, wanted);
    if (fd < 0)
        return -errno;
    give(real);
    fi->fh = fd;
    return 0;
}

static int fs_open(const char *path, struct fuse_file_info *fi)
{
    REAL(real, path);
    int fd = open(real, fi->flags);
    if (fd < 0)
        return -errno;
    fi->fh = fd;
    return 0;
}

static int fs_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *fi)
{
    (void)path;
    ssize_t length = pread(fi->fh, buffer, size, offset);
    return length < 0 ? -errno : (int)length;
}

static int fs_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *fi)
{
    (void)path;
    FAIL_IF_SWITCHED(WRITE);
    ssize_t length = pwrite(fi->fh, buffer, size, offset);
    return length < 0 ? -errno : (int)length;
}

static int fs_flush(const char *path, struct fuse_file_info *fi)
{
    (void)path, (void)fi;
    FAIL_IF_SWITCHED(FLUSH);
    return 0;
}

static int fs_release(const char *path, struct fuse_file_info *fi)
{
    (void)path;
    close(fi->fh);
    return 0;
}

static int fs_fsync(const char *path, int data_only, struct fuse_file_info *fi)
{
    (void)path, (void)data_only;
    FAIL_IF_SWITCHED(FSYNC);
    // Not held here: the kernel locks the inode meanwhile, and who deletes the file would wait.
    if (stop)
        kill(fuse_get_context()->pid, SIGSTOP);
    return RESULT(fsync(fi->fh));
}

static int fs_fsyncdir(const char *path, int data_only, struct fuse_file_info *fi)
{
    (void)path, (void)data_only, (void)fi;
    FAIL_IF_SWITCHED(FSYNCDIR);
    return 0;
}

static int fs_mkdir(const char *path, mode_t wanted)
{
    FAIL_IF_SWITCHED(MKDIR);
    REAL(real, path);
    if (mkdir(real, wanted) < 0)
        return -errno;
    give(real);
    return 0;
}

static int fs_rmdir(const char *path)
{
    REAL(real, path);
    return RESULT(rmdir(real));
}

static int fs_unlink(const char *path)
{
    FAIL_IF_SWITCHED(UNLINK);
    REAL(real, path);
    if (unlink(real) < 0)
        return -errno;
    return -errors[UNLINK_DONE];
}

static int fs_rename(const char *from, const char *to, unsigned int flags)
{
    FAIL_IF_SWITCHED(RENAME);
    REAL(source, from);
    REAL(target, to);
    if (renameat2(AT_FDCWD, source, AT_FDCWD, target, flags) < 0)
        return -errno;
    return -errors[RENAME_DONE];
}

static int fs_chmod(const char *path, mode_t wanted, struct fuse_file_info *fi)
{
    FAIL_IF_SWITCHED(CHMOD);
    REAL(real, path);
    return RESULT(fi ? fchmod(fi->fh, wanted) : chmod(real, wanted));
}

static int fs_chown(const char *path, uid_t uid, gid_t gid, struct fuse_file_info *fi)
{
    FAIL_IF_SWITCHED(CHOWN);
    REAL(real, path);
    return RESULT(fi ? fchown(fi->fh, uid, gid) : lchown(real, uid, gid));
}

static int fs_truncate(const char *path, off_t size, struct fuse_file_info *fi)
{
    REAL(real, path);
    return RESULT(fi ? ftruncate(fi->fh, size) : truncate(real, size));
}

static int fs_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *fi)
{
    (void)fi;
    REAL(real, path);
    struct timespec shifted[2] = {times[0], times[1]};
    shifted[0].tv_sec -= clock_offset;
    shifted[1].tv_sec -= clock_offset;
    return RESULT(utimensat(AT_FDCWD, real, shifted, AT_SYMLINK_NOFOLLOW));
}

static int fs_flock(const char *path, struct fuse_file_info *fi, int operation)
{
    (void)path;
    return no_lock ? -ENOTSUP : RESULT(flock(fi->fh, operation));
}

// Nothing is remembered: what one process changes, another sees at once.
static void *fs_init(struct fuse_conn_info *connection, struct fuse_config *config)
{
    (void)connection;
    config->entry_timeout = config->attr_timeout = config->negative_timeout = 0;
    config->direct_io = config->use_ino = 1;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = fs_init, .getattr = fs_getattr, .readdir = fs_readdir, .readlink = fs_readlink, .symlink = fs_symlink,
    .create = fs_create, .open = fs_open, .read = fs_read, .write = fs_write, .flush = fs_flush, .release = fs_release,
    .fsync = fs_fsync, .fsyncdir = fs_fsyncdir, .mkdir = fs_mkdir, .rmdir = fs_rmdir, .unlink = fs_unlink, .rename = fs_rename,
    .chmod = fs_chmod, .chown = fs_chown, .truncate = fs_truncate, .utimens = fs_utimens, .flock = fs_flock,
};

static int error_of(const char *name)
{
    if (!strcmp(name, "ENOTSUP"))       // The same number as EOPNOTSUPP, which is the name that the C library gives.
        return ENOTSUP;
    for (int number = 1; number < 200; number++) {
        const char *known = strerrorname_np(number);
        if (known && !strcmp(known, name))
            return number;
    }
    fprintf(stderr, "There is no error %s.\n", name);
    exit(2);
}

static void set(const char *word)
{
    const char *value = strchr(word, '=');
    size_t length = value ? (size_t)(value - word) : strlen(word);
    if (!strcmp(word, "nolock"))
        no_lock = 1;
    else if (value && !strncmp(word, "mode", length))
        mode = strtol(value + 1, NULL, 8);
    else if (value && !strncmp(word, "clock", length))
        clock_offset = atol(value + 1);
    else if (!strcmp(word, "stop"))
        stop = 1;
    else {
        for (int call = 0; value && call < CALLS; call++) {
            if (strlen(calls[call]) == length && !strncmp(word, calls[call], length)) {
                errors[call] = error_of(value + 1);
                return;
            }
        }
        fprintf(stderr, "There is no switch %s.\n", word);
        exit(2);
    }
}

int main(int count, char **words)
{
    if (count < 3)
        return 2;
    root = words[1];
    for (int i = 3; i < count; i++)
        set(words[i]);
    umask(0);
    char *arguments[] = {words[0], "-f", "-o", "allow_other,default_permissions", words[2], NULL};
    return fuse_main(5, arguments, &operations, NULL);
}
