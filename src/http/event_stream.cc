#include "http/event_stream.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace garde::http {
namespace {

void append_line(std::string& wire, std::string_view field, std::string_view value) {
  wire.append(field).append(": ").append(value).append("\n");
}

}  // namespace

std::string to_wire(const Event& event) {
  constexpr std::string_view forbidden("\r\n\0", 3);
  GARDE_CHECK(event.name.find_first_of(forbidden) == std::string::npos);
  GARDE_CHECK(event.id.find_first_of(forbidden) == std::string::npos);
  std::string wire;
  if (!event.name.empty()) append_line(wire, "event", event.name);
  if (!event.id.empty()) append_line(wire, "id", event.id);
  std::string_view data = event.data;
  for (bool more = true; more;) {
    const std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
    append_line(wire, "data", data.substr(0, end));
    more = end != data.size();
    if (more) data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  wire += '\n';
  return wire;
}

EventStream::EventStream(std::size_t capacity) : capacity_(capacity), queue_(std::make_shared<Guarded<Queue>>()) {
  GARDE_CHECK(capacity > 0);
}

EventStream::Push EventStream::push(Event event) {
  return queue_->with([&](Queue& queue) {
    if (queue.closed) return Push::closed;
    if (queue.events.size() == capacity_) return Push::full;
    queue.events.push_back(std::move(event));
    if (queue.events.size() == 1 && queue.wake) queue.wake();
    return Push::queued;
  });
}

void EventStream::close() {
  queue_->with([](Queue& queue) {
    if (std::exchange(queue.closed, true)) return;
    if (queue.wake) queue.wake();
  });
}

bool EventStream::is_closed() const {
  return queue_->with([](Queue& queue) { return queue.closed; });
}

bool EventStream::attach(std::function<void()> wake) {
  return queue_->with([&](Queue& queue) {
    if (std::exchange(queue.attached, true)) return false;
    queue.wake = std::move(wake);
    return true;
  });
}

void EventStream::detach() {
  queue_->with([](Queue& queue) {
    queue.closed = true;
    queue.wake = nullptr;
    queue.events.clear();
  });
}

EventStream::Taken EventStream::take() {
  return queue_->with([](Queue& queue) {
    Taken taken{.bytes = {}, .ended = queue.closed};
    for (const Event& event : queue.events) taken.bytes += to_wire(event);
    queue.events.clear();
    return taken;
  });
}

}  // namespace garde::http
