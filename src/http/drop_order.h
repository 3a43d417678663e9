// Which connections make room for others when there are too many, and which goes first: who has shown no session
// before who has, and of each the one that has waited longest. By the loop's thread only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>

namespace garde::http {

class Connection;

class DropOrder {
 public:
  enum class Rank : std::uint8_t {
    stranger,  // has shown no session, and nothing is being worked out for it
    idle,      // was let in, and has not asked for more
    kept,      // never goes: a request is being answered, or a page listens
  };

  // Of one connection, in the line of its rank. The order outlives it.
  class Ticket {
   public:
    Ticket(DropOrder& order, Connection& connection);  // kept
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    void set(Rank rank);  // at the end of that line, whatever it was before. Never fails for want of memory

   private:
    DropOrder& order_;
    Rank rank_ = Rank::kept;
    std::list<Connection*>::iterator position_;
  };

  Connection* first() const;           // nothing when all are kept
  Connection* first_stranger() const;  // nothing when there is none

 private:
  using Line = std::list<Connection*>;
  static Connection* front(const Line& line) { return line.empty() ? nullptr : line.front(); }
  Line& line(Rank rank) { return lines_.at(static_cast<std::size_t>(rank)); }
  const Line& line(Rank rank) const { return lines_.at(static_cast<std::size_t>(rank)); }
  std::array<Line, 3> lines_;
};

}  // namespace garde::http
