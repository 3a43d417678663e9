#include "pdf/content.h"

namespace garde::pdf {

Blocks::Blocks() = default;
Blocks::Blocks(std::initializer_list<Block> blocks) : vector(blocks) {}
Blocks::Blocks(const Blocks&) = default;
Blocks::Blocks(Blocks&&) noexcept = default;
Blocks& Blocks::operator=(const Blocks&) = default;
Blocks& Blocks::operator=(Blocks&&) noexcept = default;
Blocks::~Blocks() = default;

}  // namespace garde::pdf
