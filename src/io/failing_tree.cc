#include "io/failing_tree.h"

namespace garde::io {
namespace {

class FailingFile final : public File {
 public:
  FailingFile(const FailingTree& tree, std::unique_ptr<File> file, std::string name)
      : tree_(tree), file_(std::move(file)), name_(std::move(name)) {}
  ByteCount size() const override { return file_->size(); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const override {
    TRY(tree_.count_operation(name_));
    return file_->read_at(offset, out);
  }
  void drop_cached(std::uint64_t offset, ByteCount length) const override { file_->drop_cached(offset, length); }

 private:
  const FailingTree& tree_;
  std::unique_ptr<File> file_;
  std::string name_;
};

}  // namespace

Result<void> FailingTree::count_operation(std::string_view subject) const {
  const std::uint64_t number = operations_++;
  const bool fails = failure_ == Failure::once ? number == failing_operation_ : number >= failing_operation_;
  if (fails) return Error{ErrorKind::unreadable, std::string(subject), std::nullopt, "Input/output error"};
  return {};
}

Result<void> FailingTree::list(std::string_view directory, Detail detail, const OnEntry& on_entry) const {
  TRY(count_operation(directory));
  return tree_.list(directory, detail, on_entry);
}

Result<Stat> FailingTree::stat(std::string_view path) const {
  TRY(count_operation(path));
  return tree_.stat(path);
}

Result<std::unique_ptr<File>> FailingTree::open(std::string_view path, Access access) const {
  TRY(count_operation(path));
  auto file = TRY(tree_.open(path, access));
  return std::unique_ptr<File>(std::make_unique<FailingFile>(*this, std::move(file), std::string(path)));
}

}  // namespace garde::io
