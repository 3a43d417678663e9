// What a hostile dump makes a database server load: a shared object whose code runs as soon as it is there, as the
// account of the server. It makes one empty file and does nothing else. See hostile_dump.h.
extern "C" {

// Replaced in the bytes of this object by the path of the file, see kMark of hostile_dump.h.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-c-arrays)
extern const volatile char garde_mark[256];
const volatile char garde_mark[256] = "the file that shows that a dump ran code";

int creat(const char* path, unsigned mode);

__attribute__((constructor)) void run() { creat(const_cast<const char*>(garde_mark), 0600U); }

// What a function of MariaDB has to have.
int f_init(void*, void*, char*) { return 0; }
long long f(void*, void*, char*, char*) { return 1; }
}
