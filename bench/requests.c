/* One HTTP request again and again over connections that are kept: how many a second, how long each took.
 *
 *   requests PORT CONNECTIONS SECONDS [MOST] <request
 *
 * Standard input is the request as it goes over the wire. Where it holds @TICKET@ followed by 28 further characters, those
 * 36 are replaced by a fresh UUID each time. Stops after SECONDS, or when MOST requests have been answered. Prints one line
 * of JSON; every reply's status is counted and its body's length compared with the first of the same status.
 */
#define _GNU_SOURCE
#include "net.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/random.h>

enum { LARGEST = 1 << 20, TICKET = 36 };

typedef struct {
    int fd, busy;
    int64_t asked;
    size_t have, wanted;
    char *room;
} Line;

static char request[1 << 17];
static size_t request_size;
static char *ticket;
static int port, epoll;
static long opened, answered, failed, statuses[600], other_length;
static size_t lengths[600];
static long most = 0, begun;
static int64_t *times, until;
static size_t times_room;
static char last[4096];

static void fresh_ticket(void) {
    static uint64_t state[2];
    if (!state[0] && getrandom(state, sizeof state, 0) != sizeof state) die("getrandom");
    for (int i = 0; i < 2; i++) { /* splitmix64: distinct, which is all that is asked of it */
        uint64_t z = state[i] += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        state[i] = z ^ z >> 27;
    }
    char text[TICKET + 1];
    snprintf(text, sizeof text, "%08x-%04x-4%03x-a%03x-%012llx", (unsigned)(state[0] >> 32), (unsigned)(state[0] >> 16 & 0xffff),
             (unsigned)(state[0] & 0xfff), (unsigned)(state[1] >> 48 & 0xfff), (unsigned long long)(state[1] & 0xffffffffffff));
    memcpy(ticket, text, TICKET);
}

static void ask(Line *line) {
    line->have = line->wanted = 0;
    line->busy = 0;
    if ((most && begun >= most) || now_ns() >= until) return;
    if (ticket) fresh_ticket();
    begun++;
    line->busy = 1;
    line->asked = now_ns();
    if (send(line->fd, request, request_size, MSG_NOSIGNAL) != (ssize_t)request_size) failed++, line->busy = 0;
}

static void dial(Line *line) {
    int one = 0;
    line->fd = connecting(port, opened++, 0);
    if (line->fd < 0) die("connect");
    fcntl(line->fd, F_SETFL, fcntl(line->fd, F_GETFL) & ~O_NONBLOCK);
    socklen_t size = sizeof one;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(line->fd, (struct sockaddr *)&to, sizeof to) < 0 && errno != EISCONN && errno != EALREADY) die("connect");
    getsockopt(line->fd, SOL_SOCKET, SO_ERROR, &one, &size);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};
    epoll_ctl(epoll, EPOLL_CTL_ADD, line->fd, &event);
}

static void note(Line *line, int status, size_t body) {
    if (status < 0 || status >= 600) status = 0;
    if (statuses[status]++ == 0) lengths[status] = body;
    else if (lengths[status] != body) other_length++;
    if ((size_t)answered + 1 > times_room) {
        times_room = times_room ? times_room * 2 : 1 << 16;
        times = sure(realloc(times, times_room * sizeof *times));
    }
    times[answered++] = now_ns() - line->asked;
}

/* How long the whole reply is, once its head is here; 0 before that. Replies in chunks end with an empty one. */
static size_t whole(Line *line, size_t *body) {
    char *end = memmem(line->room, line->have, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t head = (size_t)(end + 4 - line->room);
    *end = 0;
    char *length = strcasestr(line->room, "\ncontent-length:"), *chunks = strcasestr(line->room, "\ntransfer-encoding: chunked");
    *end = '\r';
    *body = length ? strtoul(length + 16, NULL, 10) : 0;
    if (!chunks) return head + *body;
    char *over = memmem(line->room + head - 2, line->have - head + 2, "\r\n0\r\n\r\n", 7);
    *body = 0;
    return over ? (size_t)(over + 7 - line->room) : 0;
}

static void readable(Line *line) {
    ssize_t got = recv(line->fd, line->room + line->have, LARGEST - 1 - line->have, 0);
    if (got <= 0) {
        failed++;
        close(line->fd);
        dial(line);
        ask(line);
        return;
    }
    line->have += (size_t)got;
    line->room[line->have] = 0;
    size_t body = 0;
    if (!line->wanted) line->wanted = whole(line, &body);
    if (!line->wanted || line->have < line->wanted) return;
    char *length = strcasestr(line->room, "\ncontent-length:");
    note(line, atoi(line->room + 9), length ? strtoul(length + 16, NULL, 10) : 0);
    if (!last[0]) snprintf(last, sizeof last, "%s", line->room);
    ask(line);
}

static void report(double seconds) {
    qsort(times, (size_t)answered, sizeof *times, by_size);
    size_t n = (size_t)answered;
    printf("{\"answered\":%ld,\"failed\":%ld,\"seconds\":%.4f,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f,\"other_length\":%ld,\"statuses\":{",
           answered, failed, seconds, at_share(times, n, .5), at_share(times, n, .99), at_share(times, n, 1), other_length);
    int any = 0;
    for (int status = 0; status < 600; status++)
        if (statuses[status]) printf("%s\"%d\":%ld", any++ ? "," : "", status, statuses[status]);
    printf("},\"lengths\":{");
    any = 0;
    for (int status = 0; status < 600; status++)
        if (statuses[status]) printf("%s\"%d\":%zu", any++ ? "," : "", status, lengths[status]);
    printf("}}\n");
}

int main(int count, char **arguments) {
    if (count < 4) return 2;
    port = atoi(arguments[1]);
    int lines = atoi(arguments[2]), busy;
    most = count > 4 ? atol(arguments[4]) : 0;
    request_size = fread(request, 1, sizeof request - 1, stdin);
    ticket = memmem(request, request_size, "@TICKET@", 8);
    signal(SIGPIPE, SIG_IGN);
    as_many_files_as_allowed();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    Line *all = sure(calloc((size_t)lines, sizeof *all));
    for (int i = 0; i < lines; i++) {
        all[i].room = sure(malloc(LARGEST));
        dial(&all[i]);
    }
    int64_t start = now_ns();
    until = start + (int64_t)(atof(arguments[3]) * 1e9);
    for (int i = 0; i < lines; i++) ask(&all[i]);
    do {
        struct epoll_event events[256];
        int ready = epoll_wait(epoll, events, 256, 100);
        for (int i = 0; i < ready; i++) readable(events[i].data.ptr);
        busy = 0;
        for (int i = 0; i < lines; i++) busy |= all[i].busy;
    } while (busy && now_ns() < until + 5000000000);
    report((double)(now_ns() - start) / 1e9);
    fprintf(stderr, "%s\n", last);
    return 0;
}
