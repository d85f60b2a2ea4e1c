/* Viewers by the thousand on one thread: opens WebSockets, checks every frame, measures when each arrived.
 *
 *   load PORT PATH [--header "Name: value"]... [--hello TEXT] [--in-flight N] [--rcvbuf BYTES]
 *
 * It is told on its standard input what to do, a command a line, and answers each with a line of JSON:
 *
 *   open N SECONDS [SPREAD]   N more viewers, within so many seconds, begun evenly over SPREAD seconds
 *   path PATH                 where the next ones are opened
 *   expect N SECONDS          answers at once, and again when every viewer that reads has N more numbered frames
 *   record 0|1                whether arrivals are kept
 *   sent SEQ NS               the moment (CLOCK_MONOTONIC) from which the latency of frame SEQ counts
 *   latencies                 of the arrivals kept, and forgets them
 *   stall N / wake            N viewers read no more / all read again
 *   count                     what has been seen so far
 *   dump FILE                 the frames by number: each as 8 bytes of number, 4 of length, and the payload
 *   forget                    the bytes by number: who comes now may be told other things under the same
 *   drop / leave              all viewers go: with a reset / with a close frame
 *   quit
 *
 * A frame's number is the value of "seq" in its text; compressed frames are numbered by their turn. The first viewer to
 * get a number fixes its bytes: whoever gets others under the same number is counted as differing, whoever gets
 * numbers out of order as disordered. Numbers left out are counted as skipped.
 */
#define _GNU_SOURCE
#include "net.h"

#include <signal.h>
#include <sys/epoll.h>

enum { LARGEST = 1 << 18, BATCH = 1024, MOST_HEAD = 16384 };
enum state { CONNECTING, SHAKING, OPEN, GONE };

typedef struct {
    int fd;
    enum state state;
    int stalled, compressed;
    int64_t began, last;
    long numbered, target;
    size_t left;  /* bytes kept of a frame that has not come whole */
    char *kept;
} Viewer;

typedef struct {
    char *bytes;
    size_t size;
} Text;

typedef struct {
    int64_t seq, at;
} Arrival;

static int port, epoll, rcvbuf;
static long in_flight = 200;
static char request[8192], path[2048], headers[4096];
static const char *hello;
static Viewer *viewers;
static size_t opened_now, most;           /* viewers ever made, room for them */
static long live, begun, shaken, refused; /* of the present "open": begun, shaken, refused */
static long frames, others, bytes, differing, disordered, skipped, closed, pings, codes[5000];
static Text *texts;
static size_t texts_room;
static int64_t *sent, *shakes;
static size_t sent_room, shakes_count, shakes_room;
static Arrival *arrivals;
static size_t arrivals_count, arrivals_room;
static int recording, expecting;
static long lacking, lost;
static int64_t last_arrival, first_arrival;
static char room[LARGEST + MOST_HEAD];

static void *grown(void *list, size_t *have, size_t want, size_t each) {
    if (want <= *have) return list;
    size_t more = *have ? *have : 1024;
    while (more < want) more *= 2;
    list = sure(realloc(list, more * each));
    memset((char *)list + *have * each, 0, (more - *have) * each);
    *have = more;
    return list;
}

static void write_request(void) {
    int size = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
                        path, port, headers);
    if (size >= (int)sizeof request) die("request too long");
}

static void watch(Viewer *viewer, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = viewer};
    epoll_ctl(epoll, operation, viewer->fd, &event);
}

static void begin(void) {
    begun++;
    int fd = connecting(port, (long)opened_now, rcvbuf);
    if (fd < 0 || opened_now >= most) {
        refused++;
        if (fd >= 0) close(fd);
        return;
    }
    Viewer *viewer = &viewers[opened_now++];
    *viewer = (Viewer){.fd = fd, .state = CONNECTING, .began = now_ns(), .last = -1};
    watch(viewer, EPOLL_CTL_ADD, EPOLLOUT);
}

static void gone(Viewer *viewer) {
    if (viewer->state == GONE) return;
    if (viewer->state == OPEN) {
        live--;
        closed++;
        if (expecting && !viewer->stalled && viewer->numbered < viewer->target) lacking--, lost++;
    } else {
        refused++;
    }
    viewer->state = GONE;
    reset(viewer->fd);
    free(viewer->kept);
    viewer->kept = NULL;
}

/* Send a frame as a client: masked with zeros. */
static void say(Viewer *viewer, int opcode, const char *text, size_t size) {
    unsigned char frame[140];
    if (size > 125) size = 125;
    frame[0] = (unsigned char)(0x80 | opcode);
    frame[1] = (unsigned char)(0x80 | size);
    memset(frame + 2, 0, 4);
    memcpy(frame + 6, text, size);
    if (send(viewer->fd, frame, size + 6, MSG_NOSIGNAL) < 0 && errno != EAGAIN) gone(viewer);
}

static void shook(Viewer *viewer) {
    viewer->state = OPEN;
    live++;
    shaken++;
    shakes = grown(shakes, &shakes_room, shakes_count + 1, sizeof *shakes);
    shakes[shakes_count++] = now_ns() - viewer->began;
    /* A client may say several things in a row: they are parted by a line end written as \n in the option. */
    for (const char *at = hello; at && *at;) {
        const char *end = strstr(at, "\\n");
        say(viewer, 1, at, end ? (size_t)(end - at) : strlen(at));
        at = end ? end + 2 : NULL;
    }
}

static int64_t number_of(Viewer *viewer, const char *payload, size_t size, int compressed) {
    if (compressed) {
        viewer->compressed = 1;
        return viewer->numbered + 1;
    }
    const char *found = memmem(payload, size, "\"seq\":", 6);
    if (!found) return -1;
    int64_t number = 0;
    const char *at = found + 6, *end = payload + size;
    while (at < end && *at == ' ') at++;
    while (at < end && *at >= '0' && *at <= '9') number = number * 10 + (*at++ - '0');
    return number;
}

/* The first time that two were told different things under one number: where the texts part. */
static void show_difference(int64_t seq, const Text *text, const char *payload, size_t size) {
    size_t least = size < text->size ? size : text->size, same = 0, before;
    while (same < least && text->bytes[same] == payload[same]) same++;
    before = same < 60 ? same : 60;
    fprintf(stderr, "number %lld differs at byte %zu of %zu and %zu: %.*s | %.*s\n", (long long)seq, same, text->size, size,
            (int)(text->size - same + before < 160 ? text->size - same + before : 160), text->bytes + same - before,
            (int)(size - same + before < 160 ? size - same + before : 160), payload + same - before);
}

static void compare(int64_t seq, const char *payload, size_t size) {
    texts = grown(texts, &texts_room, (size_t)seq + 1, sizeof *texts);
    Text *text = &texts[seq];
    if (!text->bytes) {
        text->bytes = sure(malloc(size + 1));
        memcpy(text->bytes, payload, size);
        text->size = size;
    } else if (text->size != size || memcmp(text->bytes, payload, size)) {
        if (!differing++) show_difference(seq, text, payload, size);
    }
}

static void heard(Viewer *viewer, const char *payload, size_t size, int compressed, int64_t at) {
    int64_t seq = number_of(viewer, payload, size, compressed);
    if (seq < 0 || seq > 100000000) {
        others++;
        return;
    }
    compare(seq, payload, size);
    if (seq <= viewer->last) disordered++;
    else if (viewer->last >= 0) skipped += seq - viewer->last - 1;
    viewer->last = seq;
    frames++;
    if (!first_arrival) first_arrival = at;
    last_arrival = at;
    if (recording) {
        arrivals = grown(arrivals, &arrivals_room, arrivals_count + 1, sizeof *arrivals);
        arrivals[arrivals_count++] = (Arrival){seq, at};
    }
    if (++viewer->numbered == viewer->target && expecting && !viewer->stalled) lacking--;
}

/* Deal with one whole frame. */
static void frame(Viewer *viewer, const unsigned char *head, const char *payload, size_t size, int64_t at) {
    switch (head[0] & 15) {
    case 1:
    case 2:
        if (!(head[0] & 0x80)) differing++; /* nobody here cuts a message in frames */
        heard(viewer, payload, size, head[0] & 0x40, at);
        break;
    case 8: {
        int code = size >= 2 ? (unsigned char)payload[0] << 8 | (unsigned char)payload[1] : 1005;
        codes[code < 5000 ? code : 0]++;
        gone(viewer);
        break;
    }
    case 9:
        pings++;
        say(viewer, 10, payload, size);
        break;
    case 10:
        break;
    default:
        differing++;
    }
}

/* Take frames from the bytes as far as they go whole. Returns how many bytes were used. */
static size_t frames_in(Viewer *viewer, const char *from, size_t size, int64_t at) {
    size_t used = 0;
    while (viewer->state == OPEN && size - used >= 2) {
        const unsigned char *head = (const unsigned char *)from + used;
        size_t length = head[1] & 127, before = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (head[1] & 0x80) differing++; /* a server does not mask */
        if (size - used < before) break;
        if (before > 2) {
            length = 0;
            for (size_t i = 2; i < before; i++) length = length << 8 | head[i];
        }
        if (length + before > LARGEST) {
            fprintf(stderr, "a frame of %zu bytes\n", length);
            exit(1);
        }
        if (size - used < before + length) break;
        frame(viewer, head, (const char *)head + before, length, at);
        used += before + length;
    }
    return used;
}

static size_t take(Viewer *viewer, size_t size, int64_t at) {
    size_t used = 0;
    if (viewer->state == SHAKING) {
        char *end = memmem(room, size, "\r\n\r\n", 4);
        if (!end) {
            if (size > MOST_HEAD) gone(viewer);
            return 0;
        }
        if (size < 12 || memcmp(room, "HTTP/1.1 101", 12)) {
            static int told;
            if (!told++) fprintf(stderr, "%.*s\n", (int)(end - room), room);
            gone(viewer);
            return size;
        }
        used = (size_t)(end + 4 - room);
        shook(viewer);
    }
    return used + frames_in(viewer, room + used, size - used, at);
}

static void readable(Viewer *viewer) {
    memcpy(room, viewer->kept ? viewer->kept : "", viewer->left);
    ssize_t got = recv(viewer->fd, room + viewer->left, LARGEST - viewer->left, 0);
    int64_t at = now_ns();
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR)) gone(viewer);
        return;
    }
    bytes += got;
    size_t size = viewer->left + (size_t)got, used = take(viewer, size, at);
    if (viewer->state == GONE) return;
    viewer->left = size - used;
    if (viewer->left) {
        viewer->kept = sure(realloc(viewer->kept, viewer->left));
        memcpy(viewer->kept, room + used, viewer->left);
    } else if (viewer->kept) {
        free(viewer->kept);
        viewer->kept = NULL;
    }
}

static void writable(Viewer *viewer) {
    size_t size = strlen(request);
    if (send(viewer->fd, request, size, MSG_NOSIGNAL) != (ssize_t)size) {
        gone(viewer);
        return;
    }
    viewer->state = SHAKING;
    watch(viewer, EPOLL_CTL_MOD, EPOLLIN);
}

/* One round: whatever the sockets have to say, and whether there is a command to read. */
static int turn(int patience) {
    struct epoll_event events[BATCH];
    int count = epoll_wait(epoll, events, BATCH, patience), command = 0;
    for (int i = 0; i < count; i++) {
        Viewer *viewer = events[i].data.ptr;
        if (!viewer) command = 1;
        else if (viewer->state == CONNECTING) writable(viewer);
        else if (viewer->state != GONE) readable(viewer);
    }
    return command;
}

static void answer(const char *form, ...) __attribute__((format(printf, 1, 2)));
static void answer(const char *form, ...) {
    va_list facts;
    va_start(facts, form);
    vprintf(form, facts);
    va_end(facts);
    putchar('\n');
    fflush(stdout);
}

static void open_more(long count, double seconds, double spread) {
    int64_t start = now_ns(), until = start + (int64_t)(seconds * 1e9);
    begun = shaken = refused = 0;
    shakes_count = 0;
    write_request();
    while (shaken + refused < count && now_ns() < until) {
        long due = spread > 0 ? (long)((double)count * (double)(now_ns() - start) / (spread * 1e9)) : count;
        while (begun < count && begun < due && begun - shaken - refused < in_flight) begin();
        turn(begun < count ? 1 : 20);
    }
    double took = (double)(now_ns() - start) / 1e9;
    qsort(shakes, shakes_count, sizeof *shakes, by_size);
    answer("{\"open\":%ld,\"shaken\":%ld,\"refused\":%ld,\"seconds\":%.4f,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}", live,
           shaken, refused, took, at_share(shakes, shakes_count, .5), at_share(shakes, shakes_count, .99),
           at_share(shakes, shakes_count, 1));
}

static void expect(long count, double seconds) {
    lacking = lost = 0;
    first_arrival = last_arrival = 0;
    for (size_t i = 0; i < opened_now; i++) {
        Viewer *viewer = &viewers[i];
        viewer->target = viewer->numbered + count;
        if (viewer->state == OPEN && !viewer->stalled) lacking++;
    }
    expecting = 1;
    int64_t start = now_ns(), until = start + (int64_t)(seconds * 1e9);
    answer("{\"expecting\":%ld}", lacking);
    while (lacking > 0 && now_ns() < until) turn(20);
    expecting = 0;
    answer("{\"lacking\":%ld,\"lost\":%ld,\"seconds\":%.6f,\"first\":%lld,\"last\":%lld}", lacking, lost,
           (double)(now_ns() - start) / 1e9, (long long)first_arrival, (long long)last_arrival);
}

static void count(void) {
    printf("{\"open\":%ld,\"frames\":%ld,\"others\":%ld,\"bytes\":%ld,\"differing\":%ld,\"disordered\":%ld,\"skipped\":%ld,"
           "\"closed\":%ld,\"pings\":%ld,\"codes\":{",
           live, frames, others, bytes, differing, disordered, skipped, closed, pings);
    int any = 0;
    for (int code = 0; code < 5000; code++)
        if (codes[code]) printf("%s\"%d\":%ld", any++ ? "," : "", code, codes[code]);
    int64_t least = -1, largest = -1;
    int compressed = 0;
    for (size_t i = 0; i < opened_now; i++) {
        if (viewers[i].state != OPEN) continue;
        if (least < 0 || viewers[i].last < least) least = viewers[i].last;
        if (viewers[i].last > largest) largest = viewers[i].last;
        compressed |= viewers[i].compressed;
    }
    answer("},\"least\":%lld,\"largest\":%lld,\"compressed\":%d}", (long long)least, (long long)largest, compressed);
}

static void latencies(void) {
    size_t known = 0;
    int64_t *samples = sure(malloc((arrivals_count + 1) * sizeof *samples));
    for (size_t i = 0; i < arrivals_count; i++) {
        size_t seq = (size_t)arrivals[i].seq;
        if (seq < sent_room && sent[seq]) samples[known++] = arrivals[i].at - sent[seq];
    }
    qsort(samples, known, sizeof *samples, by_size);
    answer("{\"samples\":%zu,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"max\":%.3f}", known, at_share(samples, known, .5),
           at_share(samples, known, .9), at_share(samples, known, .99), at_share(samples, known, 1));
    free(samples);
    arrivals_count = 0;
}

static void stall(long count) {
    for (size_t i = 0; i < opened_now && count > 0; i++) {
        if (viewers[i].state != OPEN || viewers[i].stalled) continue;
        viewers[i].stalled = 1;
        watch(&viewers[i], EPOLL_CTL_MOD, 0);
        count--;
    }
    answer("{}");
}

static void wake(void) {
    for (size_t i = 0; i < opened_now; i++) {
        if (viewers[i].state != OPEN || !viewers[i].stalled) continue;
        viewers[i].stalled = 0;
        watch(&viewers[i], EPOLL_CTL_MOD, EPOLLIN);
    }
    answer("{}");
}

static void dump(const char *file) {
    FILE *out = fopen(file, "wb");
    if (!out) die(file);
    for (size_t seq = 0; seq < texts_room; seq++) {
        if (!texts[seq].bytes) continue;
        uint64_t number = seq;
        uint32_t size = (uint32_t)texts[seq].size;
        fwrite(&number, 8, 1, out);
        fwrite(&size, 4, 1, out);
        fwrite(texts[seq].bytes, 1, size, out);
    }
    fclose(out);
    answer("{}");
}

static void all_go(int politely) {
    for (size_t i = 0; i < opened_now; i++) {
        if (viewers[i].state == OPEN && politely) say(&viewers[i], 8, "\x03\xe9", 2);
        if (viewers[i].state == OPEN) closed--; /* it is we who go */
        gone(&viewers[i]);
    }
    opened_now = 0;
    answer("{}");
}

static void forget(void) {
    for (size_t seq = 0; seq < texts_room; seq++) {
        free(texts[seq].bytes);
        texts[seq] = (Text){0};
    }
    answer("{}");
}

static void note_sent(int64_t seq, int64_t at) {
    sent = grown(sent, &sent_room, (size_t)seq + 1, sizeof *sent);
    sent[seq] = at;
    answer("{}");
}

static int obey(const char *line) {
    long n = 0;
    double seconds = 30, spread = 0;
    long long seq = 0, at = 0;
    char word[2048];
    if (sscanf(line, "open %ld %lf %lf", &n, &seconds, &spread) >= 1) open_more(n, seconds, spread);
    else if (sscanf(line, "expect %ld %lf", &n, &seconds) >= 1) expect(n, seconds);
    else if (sscanf(line, "record %d", &recording) == 1) answer("{}");
    else if (sscanf(line, "sent %lld %lld", &seq, &at) == 2) note_sent(seq, at);
    else if (sscanf(line, "stall %ld", &n) == 1) stall(n);
    else if (sscanf(line, "dump %2047s", word) == 1) dump(word);
    else if (sscanf(line, "path %2047s", path) == 1) answer("{}");
    else if (!strcmp(line, "latencies")) latencies();
    else if (!strcmp(line, "wake")) wake();
    else if (!strcmp(line, "forget")) forget();
    else if (!strcmp(line, "count")) count();
    else if (!strcmp(line, "drop")) all_go(0);
    else if (!strcmp(line, "leave")) all_go(1);
    else return 0;
    return 1;
}

/* Commands as far as whole lines have come. Returns 0 when it is time to go. */
static int commands(void) {
    static char said[8192];
    static size_t have;
    ssize_t got = read(0, said + have, sizeof said - 1 - have);
    if (got <= 0) return got < 0 && errno == EAGAIN;
    have += (size_t)got;
    for (char *end; (end = memchr(said, '\n', have));) {
        *end = 0;
        if (!obey(said)) return 0;
        have -= (size_t)(end + 1 - said);
        memmove(said, end + 1, have);
    }
    return 1;
}

int main(int count_of, char **arguments) {
    if (count_of < 3) {
        fprintf(stderr, "usage: load PORT PATH [--header H]... [--hello T] [--in-flight N] [--rcvbuf B]\n");
        return 2;
    }
    port = atoi(arguments[1]);
    snprintf(path, sizeof path, "%s", arguments[2]);
    for (int i = 3; i + 1 < count_of; i += 2) {
        const char *value = arguments[i + 1];
        size_t have = strlen(headers);
        if (!strcmp(arguments[i], "--header")) snprintf(headers + have, sizeof headers - have, "%s\r\n", value);
        else if (!strcmp(arguments[i], "--hello")) hello = value;
        else if (!strcmp(arguments[i], "--in-flight")) in_flight = atol(value);
        else if (!strcmp(arguments[i], "--rcvbuf")) rcvbuf = atoi(value);
    }
    signal(SIGPIPE, SIG_IGN);
    as_many_files_as_allowed();
    most = 200000;
    viewers = sure(calloc(most, sizeof *viewers));
    epoll = epoll_create1(EPOLL_CLOEXEC);
    fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
    struct epoll_event standing = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &standing) < 0) die("standard input");
    while (!turn(1000) || commands()) continue;
    return 0;
}
