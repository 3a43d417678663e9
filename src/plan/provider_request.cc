#include "plan/provider_request.h"

namespace garde::plan {
namespace {

std::optional<Aspect> read_aspect(content::Table& row, const std::vector<diagnostic::DataSet>& data_sets,
                                  const evidence::ClaimKinds& claims) {
  const auto id = AspectId::parse(row.text("id"));
  const auto kind = evidence::ClaimKindId::parse(row.text("claim"));
  const std::string question = row.text("question");
  std::string asked = row.text("asked");
  const bool dated = row.flag("dated");
  row.finish();
  if (!id || !kind || claims.find(*kind) == nullptr) {
    row.problem("an aspect needs an id and the id of a claim of content/claims");
    return std::nullopt;
  }
  Aspect aspect{*id, std::move(asked), dated, {}};
  for (const diagnostic::DataSet& data_set : data_sets)
    aspect.replies.push_back({{*kind, data_set.id}, diagnostic::for_data_set(question, data_set)});
  return aspect;
}

}  // namespace

ProviderRequest ProviderRequest::read(const content::Files& files, const std::vector<diagnostic::DataSet>& data_sets,
                                      const evidence::ClaimKinds& claims, content::Problems& problems) {
  ProviderRequest request{data_sets, {}};
  for (const content::File* file : files.in("provider-request")) {
    auto document = content::parse(*file, problems);
    if (!document) continue;
    for (content::Table& row : document->tables("aspect"))
      if (auto aspect = read_aspect(row, data_sets, claims)) request.aspects.push_back(std::move(*aspect));
    document->finish();
  }
  return request;
}

}  // namespace garde::plan
