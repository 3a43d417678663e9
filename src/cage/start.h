// What both sides know of how a worker is started.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cage/walls.h"

namespace garde::cage {

constexpr std::string_view kWorkerWord = "worker";
// Its descriptors: nothing, nothing, what it says for a log, the channel, then those of the call.
constexpr int kChannel = 3;
constexpr int kFirstGiven = 4;

// What it returns when it cannot even say so.
enum class WorkerStatus : int {
  done = 0,
  out_of_memory = 70,
  no_orders = 71,  // the channel is closed, or what came is no order
};

// First, before anything hostile is near.
struct Start {
  Policy policy;
  std::uint32_t given = 0;  // descriptors
  ByteCount longest_event = {};
  ByteCount longest_answer = {};
};
template <>
struct Layout<Start> {
  static void describe(auto& form, auto& start) {
    form.fields(start.policy, start.given, start.longest_event, start.longest_answer);
  }
};

// Then, within walls.
struct Order {
  std::string task;
  WipedBytes request;
};
// The same, of whoever has the two already.
struct OrderView {
  const std::string& task;
  const WipedBytes& request;
};
constexpr std::size_t kMaxTaskName = 64;
constexpr std::size_t kMaxRequest = 256U << 20U;  // an export of passwords and its key file many times over
template <>
struct Layout<Order> {
  static void describe(auto& form, auto& order) {
    form.text(order.task, kMaxTaskName);
    form.bytes(order.request, kMaxRequest);
  }
};
template <>
struct Layout<OrderView> : Layout<Order> {};

}  // namespace garde::cage
