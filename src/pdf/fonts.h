// The fonts compiled into the program, and nothing else: no font of the machine, none of its font
// settings and no cache takes part, so that a document has the same lines everywhere.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "pdf/handles.h"

namespace garde::pdf {

inline constexpr const char* kFontFamily = "Atkinson Hyperlegible Next";

// Pango's font map keeps its configuration for ever unless it is taken away first.
void release_context(PangoContext* context);
using ContextHandle = std::unique_ptr<PangoContext, Releaser<release_context>>;

// Opens the fonts, about 12 ms. Must outlive every context it made. One thread at a time.
class Fonts {
 public:
  static Result<Fonts> load();

  bool covers(char32_t character) const;
  // Lengths in the returned context are points.
  ContextHandle context(const std::string& language) const;

 private:
  // A font as a file in memory: Pango and Cairo insist on opening fonts by path.
  class MemoryFile {
   public:
    static Result<MemoryFile> create(std::span<const std::byte> bytes);
    MemoryFile(MemoryFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    MemoryFile& operator=(MemoryFile&&) = delete;
    ~MemoryFile();
    int descriptor() const { return descriptor_; }

   private:
    explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
  };

  Fonts() = default;
  std::vector<MemoryFile> files_;
  FontConfigHandle config_;
  CharSetHandle characters_;  // of any of the fonts
};

}  // namespace garde::pdf
