// Bodies, any of which may hold a password: kept in one place while they are read, and overwritten afterwards. What the
// system's own socket buffers hold is out of reach.
#pragma once

#include <cstddef>
#include <string>

#include "http/multipart.h"

namespace garde::http {

// Room for `size` bytes, so that the text never moves while it grows; kept out of swap where the system allows it.
void keep_in_place(std::string& text, std::size_t size);

void wipe(std::string& text);  // zeros in all its room, then empty
void wipe(Form& form);         // the values of its fields; its files are views into the body

}  // namespace garde::http
