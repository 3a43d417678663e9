// The compiled part of Boost.Asio and Boost.Beast, which are built separately from what uses them.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
