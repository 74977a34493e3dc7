#include "render/expression_node.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cityweave::render {
namespace {

using Kind = ValueType::Kind;

/// An argument index pushed onto the path for as long as it is compiled.
class PathStep {
public:
    PathStep(std::vector<std::size_t>& path, std::size_t index) : path_(path) { path_.push_back(index); }
    PathStep(const PathStep&) = delete;
    PathStep& operator=(const PathStep&) = delete;
    ~PathStep() { path_.pop_back(); }

private:
    std::vector<std::size_t>& path_;
};

bool wants_assertion(Kind expected, Kind actual) {
    const bool checkable = expected == Kind::string || expected == Kind::number || expected == Kind::boolean || expected == Kind::object ||
                           expected == Kind::array;
    return checkable && actual == Kind::value;
}

bool wants_coercion(Kind expected, Kind actual) {
    const bool coercible = expected == Kind::color || expected == Kind::formatted || expected == Kind::image;
    return coercible && (actual == Kind::value || actual == Kind::string);
}

} // namespace

std::string kind_name(const base::Json& json) {
    if (json.is_null()) return "null";
    if (json.boolean()) return "a boolean";
    if (json.is_number()) return "a number";
    if (const auto* text = json.string()) return fmt::format("\"{}\"", text->substr(0, 60));
    return json.array() ? "an array" : "an object";
}

NodePtr make_node(ValueType type, const std::vector<NodePtr>& arguments, Evaluate evaluate, Purity purity) {
    auto node = std::make_shared<ExpressionNode>();
    node->type = std::move(type);
    node->evaluate = std::move(evaluate);
    const auto foldable = [](const NodePtr& n) { return n->is_literal || (n->is_annotation && n->is_constant); };
    node->is_constant = purity == Purity::pure && std::all_of(arguments.begin(), arguments.end(), foldable);
    node->reads_feature = purity == Purity::reads_feature ||
                          std::any_of(arguments.begin(), arguments.end(), [](const NodePtr& n) { return n->reads_feature; });
    return node;
}

NodePtr make_literal(ExpressionValue value) {
    ValueType type = type_of(value);
    return make_literal(std::move(value), std::move(type));
}

NodePtr make_literal(ExpressionValue value, ValueType type) {
    auto node = std::make_shared<ExpressionNode>();
    node->type = std::move(type);
    node->is_literal = true;
    node->is_constant = true;
    node->evaluate = [value = std::move(value)](Evaluation&) { return value; };
    return node;
}

ParseOperator plain(PlainOperator definition) {
    return [definition = std::move(definition)](Compiler& compiler, const base::JsonArray& expression) -> NodePtr {
        const std::size_t count = expression.size() - 1;
        if (!definition.variadic && count != definition.parameters.size()) {
            return compiler.fail(fmt::format("{} arguments", count), fmt::format("{}", definition.parameters.size()));
        }
        std::vector<NodePtr> arguments;
        for (std::size_t i = 0; i < count; ++i) {
            NodePtr node = compiler.argument(expression, i + 1, definition.parameters[definition.variadic ? 0 : i]);
            if (!node) return nullptr;
            arguments.push_back(std::move(node));
        }
        Evaluate evaluate = [arguments, apply = definition.apply](Evaluation& evaluation) -> ExpressionValue {
            std::vector<ExpressionValue> values;
            values.reserve(arguments.size());
            for (const NodePtr& argument : arguments) {
                values.push_back(argument->evaluate(evaluation));
                if (evaluation.failed()) return {};
            }
            return apply(evaluation, values);
        };
        return make_node(definition.result, arguments, std::move(evaluate), definition.purity);
    };
}

const OperatorTable& operators() {
    static const OperatorTable table = [] {
        OperatorTable all;
        add_decision_operators(all);
        add_lookup_operators(all);
        add_math_operators(all);
        add_text_operators(all);
        add_type_operators(all);
        add_curve_operators(all);
        return all;
    }();
    return table;
}

NodePtr Compiler::parse(const base::Json& json, const std::optional<ValueType>& expected, Annotation annotation) {
    const std::optional<ValueType> outer = std::exchange(expected_, expected);
    NodePtr node;
    if (const base::JsonArray* expression = json.array()) {
        node = parse_operator(*expression);
    } else if (json.object()) {
        node = fail("an object", R"(an expression, or ["literal", {…}])");
    } else {
        node = make_literal(value_from_json(json));
    }
    expected_ = outer;
    if (node && expected) node = annotated(std::move(node), *expected, annotation);
    return node ? folded(std::move(node)) : nullptr;
}

NodePtr Compiler::parse_operator(const base::JsonArray& expression) {
    if (expression.empty()) return fail("an empty array", R"(an operator, or ["literal", []])");
    const std::string* name = expression.front().string();
    if (!name) return fail_at(0, kind_name(expression.front()), R"(an operator's name, or ["literal", […]])");
    const auto found = operators().find(*name);
    if (found == operators().end()) return fail_at(0, fmt::format("\"{}\"", name->substr(0, 60)), "a known operator");
    return found->second(*this, expression);
}

NodePtr Compiler::annotated(NodePtr node, const ValueType& expected, Annotation annotation) {
    const bool assertion = wants_assertion(expected.kind, node->type.kind);
    const bool coercion = wants_coercion(expected.kind, node->type.kind);
    if (assertion || coercion) {
        if (annotation == Annotation::omit) return node;
        return assertion ? make_assertion(expected, {node}) : make_coercion(expected, {node});
    }
    if (!is_subtype(expected, node->type)) return fail(name_of(node->type), name_of(expected));
    return node;
}

/// Evaluates once what depends on literals alone; an error then is an error of the expression.
NodePtr Compiler::folded(NodePtr node) {
    // Images stay as they are: which of them exist is known only when a sheet or page asks.
    if (node->is_literal || !node->is_constant || node->type.kind == Kind::image) return node;
    const ExpressionInput nothing{};
    Evaluation evaluation(nothing);
    ExpressionValue value = node->evaluate(evaluation);
    if (evaluation.failed()) return fail(*evaluation.error(), name_of(node->type));
    return make_literal(std::move(value), node->type);
}

NodePtr Compiler::argument(const base::JsonArray& expression, std::size_t index, const std::optional<ValueType>& expected,
                           Annotation annotation) {
    const PathStep step(path_, index);
    return parse(expression[index], expected, annotation);
}

NodePtr Compiler::nested(const base::Json& json, std::size_t index, const ValueType& expected) {
    const PathStep step(path_, index);
    return parse(json, expected);
}

std::optional<std::vector<NodePtr>> Compiler::arguments(const base::JsonArray& expression, std::size_t first, const ValueType& expected) {
    std::vector<NodePtr> nodes;
    for (std::size_t i = first; i < expression.size(); ++i) {
        NodePtr node = argument(expression, i, expected);
        if (!node) return {};
        nodes.push_back(std::move(node));
    }
    return nodes;
}

NodePtr Compiler::fail(std::string found, std::string expected) {
    if (!problem_) {
        problem_ =
            base::Problem{.code = "style-expression", .source = path_text(), .found = std::move(found), .expected = std::move(expected)};
    }
    return nullptr;
}

NodePtr Compiler::fail_at(std::size_t index, std::string found, std::string expected) {
    const PathStep step(path_, index);
    return fail(std::move(found), std::move(expected));
}

base::Problem Compiler::problem() const {
    CITYWEAVE_ASSERT(problem_.has_value(), "only a failed compilation has a problem");
    return *problem_;
}

std::optional<ValueType> Compiler::expected_output() const {
    if (expected_ && expected_->kind == Kind::value) return {};
    return expected_;
}

void Compiler::bind(const std::string& name, NodePtr node) {
    scope_[name].push_back({.node = std::move(node), .slot = next_slot_++});
}

void Compiler::unbind(const std::string& name) {
    scope_[name].pop_back();
}

const Compiler::Binding* Compiler::find_binding(const std::string& name) const {
    const auto found = scope_.find(name);
    return found == scope_.end() || found->second.empty() ? nullptr : &found->second.back();
}

std::string Compiler::path_text() const {
    std::string text;
    for (const std::size_t index : path_) text += fmt::format("[{}]", index);
    return text;
}

} // namespace cityweave::render
