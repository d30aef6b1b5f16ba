/* What Debian's libstdc++ and libgcc_s take from glibc and musl does not have. Both also need glibc's loader by its
   name, ld-linux-x86-64.so.2, so this library bears it. */
#define _GNU_SOURCE
#include <link.h>
#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

char __libc_single_threaded;

/* libgcc_s has these two in an old version only, which musl does not find. */
unsigned __cpu_model[4];

int __cpu_indicator_init(void)
{
    return 0;
}

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale)
{
    return strftime_l(text, size, format, time, locale);
}

uint32_t arc4random(void)
{
    uint32_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number)
        abort();
    return number;
}

struct destructor {
    void (*call)(void *);
    void *object;
    struct destructor *next;
};

static pthread_key_t destructors;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void run_destructors(void *first)
{
    for (struct destructor *each = first, *next; each; each = next) {
        each->call(each->object);
        next = each->next;
        free(each);
    }
}

static void make_key(void)
{
    if (pthread_key_create(&destructors, run_destructors))
        abort();
}

int __cxa_thread_atexit_impl(void (*call)(void *), void *object, void *library)
{
    struct destructor *added = malloc(sizeof *added);
    (void)library;
    if (!added)
        return -1;
    pthread_once(&once, make_key);
    *added = (struct destructor){ call, object, pthread_getspecific(destructors) };
    return pthread_setspecific(destructors, added);
}

/* As in glibc's dlfcn.h for x86-64. */
struct dl_find_object {
    unsigned long long flags;
    void *map_start;
    void *map_end;
    struct link_map *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

struct search {
    uintptr_t address;
    struct dl_find_object *found;
};

static int look(struct dl_phdr_info *library, size_t size, void *data)
{
    struct search *search = data;
    int inside = 0;
    void *eh_frame = NULL;
    (void)size;
    for (int i = 0; i < library->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &library->dlpi_phdr[i];
        uintptr_t start = library->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_GNU_EH_FRAME)
            eh_frame = (void *)start;
        if (part->p_type == PT_LOAD && search->address >= start && search->address - start < part->p_memsz) {
            inside = 1;
            search->found->map_start = (void *)start;
            search->found->map_end = (void *)(start + part->p_memsz);
        }
    }
    search->found->eh_frame = eh_frame;
    return inside && eh_frame;
}

int _dl_find_object(void *address, struct dl_find_object *found)
{
    struct search search = { (uintptr_t)address, found };
    found->flags = 0;
    found->link_map = NULL;
    return dl_iterate_phdr(look, &search) ? 0 : -1;
}
