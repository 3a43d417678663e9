// File descriptors: one for each connection, and some that connections never get, so that whatever happens on the
// network the program can still open its own files.
#pragma once

#include <cstddef>

namespace garde::http {

// Lets this process, and those it starts, open up to `wanted` files, or as many as the system allows.
void raise_descriptor_limit(std::size_t wanted);

// How many connections there may be at once: `wanted`, or what `reserved` leaves of the descriptors this process may
// have; half of them where `reserved` would leave less.
std::size_t connections_allowed(std::size_t wanted, std::size_t reserved);

}  // namespace garde::http
