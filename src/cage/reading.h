// What a worker does for whoever asks, typed on both sides.
//
//   struct AuditExports {                                    // a reading
//     static constexpr std::string_view kName = "audit-exports";
//     using Request = GivenExports;                          // each has a Layout
//     using Answer = ExportsAudit;
//     static Result<Answer> run(Request request, Port& port);
//   };
//   const std::array tasks = {task_of<AuditExports>()};      // what main gives to work()
//   const auto answer = ask<AuditExports>(runner, request, {.deadline = 1min});
//   if (!answer) return unread(answer.error());              // nothing was established
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "base/message.h"
#include "base/result.h"
#include "cage/message.h"
#include "cage/run.h"
#include "cage/worker.h"

namespace garde::cage {

// Where calls are done.
using Runner = std::function<Ended(const Call&)>;
// Each in a worker of its own: run_in_cage.
Runner in_workers();
// In this very process, without a wall: for a system that has no cage, and for tests. What is asked for and answered
// still crosses as messages. `stop` is heard by the tasks that listen to their port's; deadline and policy are not
// kept, and a call that starts programs ends: there are no walls.
Runner in_this_process(std::vector<Task> tasks);

// Why there is no answer: nothing was established.
struct Unread {
  Ending ending{};  // never finished
  Error error;      // the task's own when it failed; else what is known, for a log
};
// For a person: a key under "unread".
Message explanation(Ending ending);
template <class T>
using Reading = tl::expected<T, Unread>;

template <class T>
Task task_of() {
  return {T::kName, [](std::span<const std::byte> bytes, Port& port) -> Result<WipedBytes> {
            return cage::encode(TRY(T::run(TRY(cage::decode<typename T::Request>(bytes)), port)));
          }};
}

// From a task, while it runs.
template <class Event>
Result<void> send(Port& port, const Event& event) {
  return port.send(TRY(cage::encode(event)));
}

Unread unread(Ended ended);                                         // which is not finished
Unread broken_answer(std::string_view task, std::string_view why);  // finished, and no answer to what was asked

// `call` without its task and its request. Events, where a reading has some, are taken by its on_event.
template <class T>
Reading<typename T::Answer> ask(const Runner& runner, const typename T::Request& request, Call call) {
  auto bytes = cage::encode(request);
  if (!bytes) return tl::unexpected(Unread{Ending::failed, std::move(bytes).error()});
  call.task = T::kName;
  call.request = std::move(bytes).take();
  Ended ended = runner(call);
  if (ended.ending != Ending::finished) return tl::unexpected(unread(std::move(ended)));
  auto answer = cage::decode<typename T::Answer>(ended.answer);
  if (!answer) return tl::unexpected(broken_answer(T::kName, answer.error().detail));
  return std::move(answer).take();
}

}  // namespace garde::cage
