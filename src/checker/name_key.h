// Two names that a person takes for one: written by systems that differ in case, in how they put accents together, or
// in their code page.
#pragma once

#include <string>
#include <string_view>

namespace garde::checker {

// Small letters without their accents; equal for "Élodie.TXT" in one character or in two and for "elodie.txt". What is
// no UTF-8 is read as Windows writes it. Other files may have the same key: their content decides.
std::string name_key(std::string_view path);

}  // namespace garde::checker
