#include <algorithm>
#include <array>
#include <cstring>

#include <zlib.h>

#include "restorer/opening/forms.h"

namespace garde::restorer::opening {

bool Reading::fill(std::size_t count) {
  if (at_ >= start_ && at_ + count <= start_ + held_) return true;
  if (count > left() || failed_) return false;
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kBuffer, left()));
  const auto got = file_.read_at(at_, std::span(buffer_).first(wanted));
  if (!got || *got < count) {
    failed_ = true;
    return false;
  }
  start_ = at_;
  held_ = *got;
  return true;
}

int Reading::byte() {
  if (!fill(1)) return -1;
  return std::to_integer<int>(buffer_[at_++ - start_]);
}

void Reading::skip_to(std::byte wanted) {
  for (auto rest = piece(); !rest.empty(); rest = piece()) {
    const void* const found = std::memchr(rest.data(), std::to_integer<int>(wanted), rest.size());
    if (found == nullptr) continue;
    at_ -= static_cast<std::uint64_t>(rest.data() + rest.size() - static_cast<const std::byte*>(found));
    return;
  }
}

std::span<const std::byte> Reading::take(std::size_t count) {
  if (count == 0 || count > kBuffer || !fill(count)) return {};
  const auto taken = std::span(buffer_).subspan(at_ - start_, count);
  at_ += count;
  return taken;
}

std::span<const std::byte> Reading::piece(std::size_t most) {
  if (most == 0 || !fill(1)) return {};
  const std::size_t offset = at_ - start_;
  const auto taken = std::span(buffer_).subspan(offset, std::min(most, held_ - offset));
  at_ += taken.size();
  return taken;
}

std::uint64_t Reading::number(std::size_t bytes, bool big_endian) {
  const auto raw = take(bytes);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < raw.size(); ++i)
    value = value << 8U | std::to_integer<std::uint64_t>(raw[big_endian ? i : raw.size() - 1 - i]);
  return value;
}

Opening for_each_piece(const io::File& file,
                       const std::function<Opening(std::span<const std::byte>, std::uint64_t)>& on_piece) {
  Reading reading(file);
  for (;;) {
    const std::uint64_t at = reading.at();
    const auto piece = reading.piece();
    if (piece.empty()) break;
    if (auto opening = on_piece(piece, at); opening.outcome != Opened::opened) return opening;
  }
  return reading.failed() ? broken(OpeningReason::unreadable, reading.at()) : opened();
}

Opening inflate(Reading& reading, Wrap wrap, std::uint64_t most_in, std::uint64_t most_out,
                const std::function<bool(std::span<const std::byte>)>& on_piece) {
  z_stream stream{};
  constexpr int kWindow = 15;
  const int bits = wrap == Wrap::raw ? -kWindow : wrap == Wrap::zlib ? kWindow : kWindow + 16;
  if (::inflateInit2(&stream, bits) != Z_OK) return not_read(OpeningReason::no_memory);
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, ::inflateEnd);
  std::vector<std::byte> out(Reading::kBuffer);
  std::uint64_t given = 0;
  const std::uint64_t from = reading.at();
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    const std::uint64_t at = reading.at();
    const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(Reading::kBuffer, most_in - (at - from)));
    const auto piece = reading.piece(room);
    if (piece.empty()) return broken(reading.failed() ? OpeningReason::unreadable : OpeningReason::truncated, at);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = static_cast<uInt>(out.size());
      state = ::inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
        return broken(OpeningReason::cannot_decompress, at + piece.size() - stream.avail_in);
      const auto decoded = std::span<const std::byte>(out).first(out.size() - stream.avail_out);
      given += decoded.size();
      if (given > most_out) return broken(OpeningReason::cannot_decompress, at);
      if (!decoded.empty() && !on_piece(decoded)) return broken(OpeningReason::not_well_formed, at);
    } while (state != Z_STREAM_END && stream.avail_out == 0);
    if (state == Z_STREAM_END) reading.seek(at + piece.size() - stream.avail_in);
  }
  return opened();
}

}  // namespace garde::restorer::opening
