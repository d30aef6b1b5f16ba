/*
 * Two writers, a remover and a reader of one token file, where any of them can be killed and the power can be cut: the steps
 * of docs/design.md, in every order in which they can come. spin looks at them all. variants.txt lists the macros: each
 * takes one rule away, or names what it relies on, and says which assertion must fail then.
 *
 * An inode is the content of a file, and a name leads to an inode. Writer w creates temporary name w, which leads to inode
 * w; beginning again under another name is a writer of its own. Inode 0 is the token that is there at the beginning.
 */
#define INODES    3
#define NONE      9
#define EMPTY     8
#define OLD       0
#define WRITER_A  1
#define WRITER_B  2
#define REMOVER   3
#define LATER     4             /* writes once more when the others have ended */

/* The file system. */
byte target = OLD;              /* the inode that the token's name leads to */
bool isThere[INODES];           /* whether a temporary name leads to its inode */
bool isOld[INODES];             /* written more than an hour ago, by the file system's clock */
bool isFlushed[INODES];
byte firstHalf[INODES] = EMPTY; /* whose token is in the first page of an inode */
byte secondHalf[INODES] = EMPTY;
byte lockedBy[INODES] = NONE;

bool isInUse[INODES];           /* its living writer will rename it */
byte ended;

/* Each rename and each removal of the token is a change, and has a number. */
byte changes;
byte changesOnDisk;
bool wasRemoved;

/* A process can be killed before each of its steps. Its locks are released then, as they are when it ends. */
#define Step        atomic { if :: skip :: goto killed fi; 
#define EndOfStep   }

inline Unlock(inode) {
    if
    :: lockedBy[inode] == me -> lockedBy[inode] = NONE
    :: else
    fi
}

inline TryLock(inode) {
    if
#ifdef LOCKS_OF_ONE_HOST        /* the remover's locks do not meet those of the writers, which are on another host */
    :: lockedBy[inode] == NONE || me == REMOVER -> lockedBy[inode] = me
#else
    :: lockedBy[inode] == NONE -> lockedBy[inode] = me
#endif
    :: else
    fi
}

inline Delete(n) {
    assert(!isThere[n] || !isInUse[n]);             /* no file of a living writer is deleted */
    isThere[n] = false
}

/* Deletes the file of one temporary name, if it was left behind. A write deletes old ones, a removal those of any age. */
inline Sweep(n) {
#if defined(PIDS)               /* a name holds a pid, n here; among the remover's own pids there is 1 alone, itself */
    Step if
    :: isThere[n] && (me == REMOVER || me == LATER -> n != 1 : isOld[n]) -> Delete(n)
    :: else
    fi EndOfStep
#elif defined(AGE_ALONE)
    Step if
    :: isThere[n] && isOld[n] -> Delete(n)
    :: else
    fi EndOfStep
#elif defined(NOT_SWEPT)
    skip
#else
    Step if
    :: isThere[n] && (me == REMOVER || isOld[n]) -> TryLock(n)
    :: else
    fi EndOfStep;
    Step if
    :: lockedBy[n] == me -> Delete(n); Unlock(n)
    :: else
    fi EndOfStep
#endif
}

/* The system answers that the change is on the disk; what a process reports as done must stay after a power cut. */
inline FlushDirectory() {
#ifndef DIRECTORY_NOT_FLUSHED
    Step changesOnDisk = changes EndOfStep;
#endif
    assert(changesOnDisk >= change)
}

proctype Writer(byte me) {
    byte inode = me, change;
    bool isDone, isReported;
#ifdef IN_PLACE                 /* as WAIaaS' own writers without a temporary file */
    Step if
    :: target == NONE -> target = inode
    :: else -> inode = target
    fi EndOfStep;
    Step firstHalf[inode] = me EndOfStep;
    Step secondHalf[inode] = me EndOfStep;
    goto killed;
#endif
#ifdef ONE_NAME                 /* as WAIaaS' own writers with a temporary file: a name for all, which may be there already */
    inode = 1;
#endif

    /* O_EXCL, and a name that is random: what it creates was not there. */
    Step isThere[inode] = true; isOld[inode] = false; firstHalf[inode] = EMPTY; secondHalf[inode] = EMPTY;
#if defined(PIDS) || defined(AGE_ALONE) || defined(ONE_NAME)
        isInUse[inode] = true
    EndOfStep;
#else
    EndOfStep;
    /* Between the two, a remover can lock the file and delete it; who finds that begins again. */
    Step TryLock(inode) EndOfStep;
    Step if
#ifndef NOT_LOOKED_AFTER_LOCK
    :: lockedBy[inode] != me || !isThere[inode] -> isThere[inode] = false; goto killed
#endif
    :: else -> isInUse[inode] = true
    fi EndOfStep;
#endif
    Step firstHalf[inode] = me EndOfStep;
    Step secondHalf[inode] = me;
#ifndef FILE_NOT_FLUSHED
        isFlushed[inode] = true
#endif
    EndOfStep;
#ifdef CLOSED_BEFORE_RENAME
    Step Unlock(inode) EndOfStep;
#endif
    Step
        if
        :: isDone = true; isReported = true
        :: isDone = true                            /* a network file system lost the answer */
        :: skip
        fi;
        if
        :: isDone ->
            assert(isThere[inode]);                 /* no write fails because its file is gone */
            assert(isFlushed[inode]);               /* whatever a power cut leaves of this rename, the token is whole */
            isThere[inode] = false;
            target = inode;
            changes++;
            change = changes
        :: else
        fi
    EndOfStep;
    Step
#ifndef RENAME_BELIEVED
        isReported = !isThere[inode];
#endif
        assert(isReported == isDone);               /* what is said of the old token is true */
        isInUse[inode] = false;
        Unlock(inode);
        if
        :: !isReported -> isThere[inode] = false; goto killed
        :: else
        fi
    EndOfStep;
    FlushDirectory();
    Sweep(3 - me);
killed:
    atomic {
        Unlock(1);
        Unlock(2);
        isInUse[inode] = false;
        ended++;
        inode = 0; change = 0; isDone = false; isReported = false   /* what differs no more is one state */
    }
}

proctype Remover(byte me) {
    byte change;
    Step target = NONE; wasRemoved = true; changes++; change = changes EndOfStep;
    FlushDirectory();
    Sweep(1);
    Sweep(2);
killed:
    atomic { Unlock(1); Unlock(2); ended++; change = 0 }
}

proctype Reader() {
    byte inode, half;
    d_step {
        inode = target;
        if
        :: inode == NONE -> assert(wasRemoved)      /* never lost, not for a moment */
        :: else -> half = firstHalf[inode]
        fi
    };
    d_step {
        assert(inode == NONE || (half != EMPTY && half == secondHalf[inode]));      /* never torn */
        inode = 0;
        half = 0;
        ended++
    }
}

inline PassAnHour() { d_step { isOld[1] = isThere[1]; isOld[2] = isThere[2] } }

/* At any moment: a debugger or a closed lid can hold a writer up for longer than that. */
proctype Clock() {
#ifdef NO_WRITER_HELD_UP
    atomic { !isInUse[1] && !isInUse[2] -> PassAnHour() };
#else
    PassAnHour();
#endif
    ended++
}

init {
    byte me = LATER;
    atomic {
        firstHalf[OLD] = OLD;
        secondHalf[OLD] = OLD;
        isFlushed[OLD] = true;
        run Writer(WRITER_A);
#ifdef ONE_WRITER
        ended++;
#else
        run Writer(WRITER_B);
#endif
        run Remover(REMOVER);
        run Reader();
        run Clock()
    };

    /* A later write, or with PIDS a later removal, when all that is left is an hour old. */
    ended == 5;
    atomic {
        PassAnHour();
        Sweep(1);
        Sweep(2);
#ifndef LEFTOVERS_ASIDE
        assert(!isThere[1] && !isThere[2]);         /* what a killed writer left is deleted in the end */
#endif
        if
        :: target == NONE -> assert(wasRemoved)
        :: else -> assert(firstHalf[target] != EMPTY && firstHalf[target] == secondHalf[target])
        fi
    };
killed:
    skip
}
