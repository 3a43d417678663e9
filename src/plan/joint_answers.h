// Whether answers to several questions can be given together.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "diagnostic/answers.h"

namespace garde::plan {

using ValueTest = std::function<bool(const diagnostic::Value&)>;

class JointAnswers {
 public:
  // `questionnaire` must outlive this.
  explicit JointAnswers(const diagnostic::Questionnaire& questionnaire) : questionnaire_(questionnaire) {}

  // The question, one of the questionnaire, is asked and answered with a value that passes. So are those its conditions
  // name.
  void require(const diagnostic::Question& question, ValueTest test);

  // A question no value of which passes all that is required of it, or null when all can be met.
  const diagnostic::Question* contradiction() const;

 private:
  const diagnostic::Questionnaire& questionnaire_;
  std::map<diagnostic::QuestionId, std::vector<ValueTest>> tests_;
};

}  // namespace garde::plan
