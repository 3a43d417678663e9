// What a handler answers with: a page, or why there is none. routes.cc makes a page of the Error a handler returns.
#pragma once

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"
#include "web/page/frame.h"
#include "web/page/html.h"

namespace garde::web {

struct ErrorPage {
  std::string title;
  std::string what_to_do;
  Url style;
};

// A page as its template's render_<template> writes it.
template <class Page>
http::Response page_response(const text::Catalogue& texts, void (*render)(Html&, const Page&), const Page& page,
                             http::Status status = http::Status::ok) {
  Html html(texts);
  render(html, page);
  return http::Response::html(std::move(html).take(), status);
}
template <class Page>
http::Response page_response(const Visitor& visitor, void (*render)(Html&, const Page&), const Page& page,
                             http::Status status = http::Status::ok) {
  return page_response(texts_of(visitor), render, page, status);
}

// What a page says at its top when its address says that something was just saved; empty otherwise.
std::string saved_flash(const Visitor& visitor, const http::Request& request, std::string_view key = "form.saved");

// "plan-2026-11-23.pdf": what a file is called that a person saves today. `key` is of its beginning.
std::string dated_file_name(const Visitor& visitor, std::string_view key, std::string_view ending);

// A page for what could not be done: error.<kind> says what to do next.
http::Response error_response(const text::Catalogue& texts, const Error& error);
// For an answer of the engine itself.
http::Response status_response(const text::Catalogue& texts, http::Status status);
http::Response shortage_response(const text::Catalogue& texts, http::Shortage shortage);

// For an address that leads nowhere: the page is the one of any unknown address.
Error no_such_page();

// The id that stands in the address of the request.
template <class Id>
Result<Id> id_in(const http::Request& request, std::string_view parameter) {
  auto id = Id::parse(request.parameter(parameter));
  if (!id) return no_such_page();
  return id;
}

}  // namespace garde::web
