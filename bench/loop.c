/* The least that fan-out can cost: a loop of write() over the viewers, in C, on one thread.
 *
 *   loop PORT
 *
 * Speaks WebSocket far enough to be measured: whatever text comes on /publish is written to everybody on any other path
 * as one frame each, and then acknowledged. No limits, no records, no queue: a viewer whose buffer is full is left out.
 */
#define _GNU_SOURCE
#include "net.h"

#include <signal.h>
#include <strings.h>
#include <sys/epoll.h>

enum { MOST = 30000, LARGEST = 1 << 17 };

typedef struct {
    int open, publishes;
    size_t have;
    unsigned char *kept;
} Peer;

static Peer peers[MOST];
static int viewers[MOST], places[MOST], viewing, epoll;
static unsigned char out[LARGEST + 16], room[LARGEST + 1];

static uint32_t rolled(uint32_t value, int by) { return value << by | value >> (32 - by); }

/* SHA-1 (RFC 3174) of what fits in two blocks: a key with its fixed tail does. */
static void sha1(const char *text, size_t size, unsigned char digest[20]) {
    unsigned char block[128] = {0};
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    memcpy(block, text, size);
    block[size] = 0x80;
    size_t whole = size + 9 <= 64 ? 64 : 128;
    for (int i = 0; i < 8; i++) block[whole - 1 - (size_t)i] = (unsigned char)((uint64_t)size * 8 >> (8 * i));
    for (size_t start = 0; start < whole; start += 64) {
        uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int t = 0; t < 16; t++) {
            const unsigned char *at = block + start + 4 * t;
            w[t] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
        }
        for (int t = 16; t < 80; t++) w[t] = rolled(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        for (int t = 0; t < 80; t++) {
            uint32_t f = t < 20 ? (b & c) | (~b & d) : t < 40 ? b ^ c ^ d : t < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            uint32_t k = t < 20 ? 0x5A827999 : t < 40 ? 0x6ED9EBA1 : t < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
            uint32_t next = rolled(a, 5) + f + e + k + w[t];
            e = d, d = c, c = rolled(b, 30), b = a, a = next;
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const unsigned char *from, size_t size, char *to) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t three = (uint32_t)from[i] << 16 | (i + 1 < size ? from[i + 1] << 8 : 0) | (i + 2 < size ? from[i + 2] : 0);
        for (size_t j = 0; j < 4; j++) *to++ = i + j > size ? '=' : digits[three >> (18 - 6 * j) & 63];
    }
    *to = 0;
}

static void gone(int fd) {
    Peer *peer = &peers[fd];
    if (peer->open && !peer->publishes) {
        viewers[places[fd]] = viewers[--viewing];
        places[viewers[places[fd]]] = places[fd];
    }
    free(peer->kept);
    *peer = (Peer){0};
    close(fd);
}

static size_t framed(const unsigned char *text, size_t size) {
    size_t head = size < 126 ? 2 : size < 65536 ? 4 : 10;
    out[0] = 0x81;
    out[1] = (unsigned char)(head == 2 ? size : head == 4 ? 126 : 127);
    for (size_t i = 2; i < head; i++) out[i] = (unsigned char)((uint64_t)size >> (8 * (head - 1 - i)));
    memcpy(out + head, text, size);
    return head + size;
}

static void publish(int fd, const unsigned char *text, size_t size) {
    size_t whole = framed(text, size);
    for (int i = 0; i < viewing; i++)
        if (write(viewers[i], out, whole) < 0) continue;
    whole = framed((const unsigned char *)"done", 4);
    if (write(fd, out, whole) < 0) gone(fd);
}

static size_t shake(int fd, char *head, size_t size) {
    static const char tail[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char *end = memmem(head, size, "\r\n\r\n", 4), joined[100], accept[40], reply[256];
    if (!end) return 0;
    *end = 0;
    char *key = strcasestr(head, "sec-websocket-key:");
    if (!key || sscanf(key + 18, " %60s", joined) != 1) {
        gone(fd);
        return size;
    }
    strcat(joined, tail);
    unsigned char digest[20];
    sha1(joined, strlen(joined), digest);
    base64(digest, 20, accept);
    int length = snprintf(reply, sizeof reply,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\n\r\n",
                          accept);
    peers[fd].publishes = !strncmp(head, "GET /publish", 12);
    peers[fd].open = 1;
    if (!peers[fd].publishes) {
        places[fd] = viewing;
        viewers[viewing++] = fd;
    }
    if (write(fd, reply, (size_t)length) < 0) gone(fd);
    return (size_t)(end + 4 - head);
}

/* One frame of a client. Returns how many bytes it took, 0 when it has not come whole. */
static size_t hear(int fd, unsigned char *from, size_t size) {
    if (size < 6) return 0;
    size_t length = from[1] & 127, before = length == 126 ? 4 : length == 127 ? 10 : 2;
    if (before > 2) {
        length = 0;
        for (size_t i = 2; i < before; i++) length = length << 8 | from[i];
    }
    if (length > LARGEST - 16 || size < before + 4 + length) return 0;
    unsigned char *mask = from + before, *text = mask + 4;
    for (size_t i = 0; i < length; i++) text[i] ^= mask[i & 3];
    if ((from[0] & 15) == 8) gone(fd);
    else if ((from[0] & 15) == 1 && peers[fd].publishes) publish(fd, text, length);
    return before + 4 + length;
}

static void readable(int fd) {
    Peer *peer = &peers[fd];
    if (peer->have) memcpy(room, peer->kept, peer->have);
    ssize_t got = read(fd, room + peer->have, LARGEST - peer->have);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) gone(fd);
        return;
    }
    size_t size = peer->have + (size_t)got, used = 0, step;
    room[size] = 0;
    peer->have = 0;
    if (!peer->open) used = shake(fd, (char *)room, size);
    while (peer->open && (step = hear(fd, room + used, size - used))) used += step;
    if (!peers[fd].open && used) return;
    peer->have = size - used;
    if (peer->have) {
        peer->kept = sure(realloc(peer->kept, peer->have));
        memcpy(peer->kept, room + used, peer->have);
    }
}

static void welcome(int listening) {
    for (int fd; (fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        int one = 1;
        if (fd >= MOST) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    signal(SIGPIPE, SIG_IGN);
    as_many_files_as_allowed();
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listening, (struct sockaddr *)&here, sizeof here) < 0 || listen(listening, 4096) < 0) die("listen");
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listening}, events[512];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;) {
        int ready = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listening) welcome(listening);
            else readable(events[i].data.fd);
        }
    }
}
