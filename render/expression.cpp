#include "render/expression.hpp"

#include "render/expression_node.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cityweave::render {

ExpressionValue Evaluation::fail(std::string message) {
    if (!error_) error_ = std::move(message);
    return {};
}

ExpressionValue Evaluation::bound(std::size_t slot, const ExpressionNode& node) {
    if (slot >= slots_.size()) slots_.resize(slot + 1);
    if (!slots_[slot]) {
        ExpressionValue value = node.evaluate(*this); // may itself grow slots_
        slots_[slot] = std::move(value);
    }
    return *slots_[slot];
}

base::Result<Expression> Expression::compile(const base::Json& json, const ValueType& expected) {
    Compiler compiler;
    NodePtr root = compiler.parse(json, expected);
    if (!root) return compiler.problem();
    return Expression(std::move(root));
}

Expression Expression::constant(ExpressionValue value) {
    return Expression(make_literal(std::move(value)));
}

base::Result<ExpressionValue> Expression::evaluate(const ExpressionInput& input) const {
    Evaluation evaluation(input);
    ExpressionValue value = root_->evaluate(evaluation);
    if (evaluation.failed()) {
        return base::Problem{.code = "style-evaluation", .found = *evaluation.error(), .expected = "a " + name_of(root_->type)};
    }
    return value;
}

const ValueType& Expression::type() const {
    return root_->type;
}

bool Expression::depends_on_feature() const {
    return root_->reads_feature;
}

bool looks_like_expression(const base::Json& json) {
    const base::JsonArray* array = json.array();
    if (!array || array->empty()) return false;
    const std::string* name = array->front().string();
    return name && operators().contains(*name);
}

} // namespace cityweave::render
