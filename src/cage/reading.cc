#include "cage/reading.h"

#include <algorithm>

#include <fmt/format.h>

namespace garde::cage {

Runner in_workers() {
  return [](const Call& call) { return run_in_cage(call); };
}

Runner in_this_process(std::vector<Task> tasks) {
  return [tasks = std::move(tasks)](const Call& call) {
    if (call.policy.programs) return Ended{.ending = Ending::no_walls};
    const auto task = std::ranges::find(tasks, call.task, &Task::name);
    if (task == tasks.end())
      return Ended{.ending = Ending::failed,
                   .error = Error{ErrorKind::not_found, call.task, std::nullopt, "no such task"}};
    Port port(call.on_event, call.descriptors, call.limits.event, call.stop);
    auto answer = task->run(call.request, port);
    if (!answer) return Ended{.ending = Ending::failed, .error = std::move(answer).error()};
    return Ended{.ending = Ending::finished, .answer = std::move(answer).take()};
  };
}

Unread unread(Ended ended) {
  if (ended.error) return {ended.ending, *std::move(ended.error)};
  return {ended.ending,
          {ErrorKind::unreadable, "worker", std::nullopt,
           fmt::format("{}: signal {}, status {}, after {} ms", name(ended.ending), ended.signal, ended.status,
                       ended.elapsed.count())}};
}

Message explanation(Ending ending) {
  switch (ending) {
    case Ending::finished:
    case Ending::failed:
    case Ending::crashed:
    case Ending::broken_protocol: break;
    case Ending::cancelled: return {"unread.cancelled", {}};
    case Ending::late:
    case Ending::cpu_limit: return {"unread.too-long", {}};
    case Ending::memory_limit:
    case Ending::file_size_limit: return {"unread.too-large", {}};
    case Ending::forbidden_call: return {"unread.hostile", {}};
    case Ending::no_walls:
    case Ending::not_started: return {"unread.not-isolated", {}};
  }
  return {"unread.interrupted", {}};
}

Unread broken_answer(std::string_view task, std::string_view why) {
  return {Ending::broken_protocol, {ErrorKind::damaged, std::string(task), std::nullopt, std::string(why)}};
}

}  // namespace garde::cage
