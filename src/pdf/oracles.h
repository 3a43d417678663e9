// Other people's programs, asked what they see in a file of ours.
#pragma once

#include <string>

namespace garde::pdf {

// What `command` prints, its errors included, when "{}" in it is replaced by the name of a file that holds `bytes`.
// The exit status stands on the last line, as "exit 0".
std::string ask(const std::string& command, const std::string& bytes);

}  // namespace garde::pdf
