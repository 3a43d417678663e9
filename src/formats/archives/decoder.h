// One compression, decoded piece by piece.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "formats/archives/plain_stream.h"

namespace garde::formats::archives {

class Decoder {
 public:
  enum class Step : std::uint8_t {
    going,        // call again, with more input when all was used
    end,          // a whole stream ended; another may follow
    broken,       // this is not what a compressor wrote, or its checksum is another
    unsupported,  // takes more memory than we give
  };

  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  // Takes from the front of `in` and fills `out` from its front, of which `given` is what it wrote.
  virtual Step step(std::span<const std::byte>& in, std::span<std::byte> out, std::size_t& given) = 0;
  // Ready for a stream that follows.
  virtual void restart() = 0;
  // Whether the last stream held a checksum of its content.
  virtual bool had_checksum() const = 0;
};

std::unique_ptr<Decoder> make_decoder(Compression compression);

}  // namespace garde::formats::archives
