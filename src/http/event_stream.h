// Server-sent events: a page listens, another thread tells it what happens.
//
//   EventStream progress;
//   job.on_step([progress](Step step) mutable { progress.push({.name = "step", .data = to_json(step)}); });
//   return Response::event_stream(progress);
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "base/guarded.h"

namespace garde::http {

struct Event {
  std::string name = {};  // what the page listens for; empty for "message"
  std::string data = {};  // any text; its lines are kept
  std::string id = {};    // comes back as Last-Event-ID when the page reconnects; empty for none
};

// The bytes of one event. Aborts if the name or the id holds a line break or a NUL: they are ours, not a user's.
std::string to_wire(const Event& event);

// A bounded queue with one reader, the server. Copies are the same stream. Every call is safe from any thread.
class EventStream {
 public:
  // A page that lags this far behind reconnects and reads the whole state again sooner than it catches up.
  static constexpr std::size_t kDefaultCapacity = 256;

  explicit EventStream(std::size_t capacity = kDefaultCapacity);

  enum class Push : std::uint8_t {
    queued,
    full,    // the page reads too slowly; the event is dropped, the stream goes on
    closed,  // closed here, or the page has left, or the server has stopped: stop pushing
  };
  Push push(Event event);
  void close();  // what is queued is still sent
  bool is_closed() const;

  // For the server. `wake` is called, with the stream locked, when there is something to take after there was
  // nothing, and when the stream closes; it must only pass the word on. False if the stream has a reader already.
  bool attach(std::function<void()> wake);
  void detach();  // closes the stream and drops what is queued; `wake` is not called any more
  struct Taken {
    std::string bytes;   // every queued event, as it goes over the wire
    bool ended = false;  // closed: nothing will follow `bytes`
  };
  Taken take();

 private:
  struct Queue {
    std::deque<Event> events;
    bool attached = false;
    bool closed = false;
    std::function<void()> wake;
  };
  std::size_t capacity_;
  // Shared: the pushing thread and the connection end in either order.
  std::shared_ptr<Guarded<Queue>> queue_;
};

}  // namespace garde::http
