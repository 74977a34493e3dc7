// Inside of expressions: nodes, the compiler and its table of operators. Only expression*.cpp include this.
#pragma once

#include "base/json.hpp"
#include "render/expression.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::render {

/// One evaluation: what it may look at, and the first error. After an error values mean nothing, so every operator
/// that uses an argument's value asks failed() first.
class Evaluation {
public:
    explicit Evaluation(const ExpressionInput& input) : input_(input) {}
    [[nodiscard]] const ExpressionInput& input() const noexcept { return input_; }
    [[nodiscard]] bool failed() const noexcept { return error_.has_value(); }
    /// Notes the first error and gives null.
    ExpressionValue fail(std::string message);
    [[nodiscard]] const std::optional<std::string>& error() const noexcept { return error_; }
    /// The value of a `let` binding, computed at most once an evaluation (else nested bindings cost 2^depth).
    ExpressionValue bound(std::size_t slot, const ExpressionNode& node);

private:
    const ExpressionInput& input_;
    std::optional<std::string> error_;
    std::vector<std::optional<ExpressionValue>> slots_;
};

using Evaluate = std::function<ExpressionValue(Evaluation&)>;
using NodePtr = std::shared_ptr<const ExpressionNode>;

/// A compiled operator with its arguments inside `evaluate`.
class ExpressionNode {
public:
    ValueType type;
    Evaluate evaluate;
    bool is_literal = false;    ///< needs nothing to be evaluated
    bool is_constant = false;   ///< depends on its literal arguments alone, so that it is evaluated once
    bool reads_feature = false; ///< its value may differ between features
    bool is_annotation = false; ///< a check or coercion put round an argument
};

/// How a value of unknown type is brought to an expected one.
enum class Annotation { by_type, omit };

/// Compiles one expression; remembers the first error and where it stood.
class Compiler {
public:
    /// Null pointer after an error. `expected` none: any type.
    NodePtr parse(const base::Json& json, const std::optional<ValueType>& expected, Annotation annotation = Annotation::by_type);
    /// The argument at `index` of an expression's array.
    NodePtr argument(const base::JsonArray& expression, std::size_t index, const std::optional<ValueType>& expected = {},
                     Annotation annotation = Annotation::by_type);
    /// Compiles something nested at `index` that is no argument of its own (options of `format`).
    NodePtr nested(const base::Json& json, std::size_t index, const ValueType& expected);
    /// Arguments from `first` to the end, all of one expected type; none after an error.
    std::optional<std::vector<NodePtr>> arguments(const base::JsonArray& expression, std::size_t first, const ValueType& expected);

    /// Notes the first error; gives a null pointer.
    NodePtr fail(std::string found, std::string expected);
    NodePtr fail_at(std::size_t index, std::string found, std::string expected);
    [[nodiscard]] bool failed() const noexcept { return problem_.has_value(); }
    [[nodiscard]] base::Problem problem() const;

    /// The type asked of the expression being compiled; none or `value`: any.
    [[nodiscard]] const std::optional<ValueType>& expected() const noexcept { return expected_; }
    /// As expected(), but none also for `value`: what branches must agree on.
    [[nodiscard]] std::optional<ValueType> expected_output() const;

    struct Binding {
        NodePtr node;
        std::size_t slot;
    };
    /// Makes a binding visible until the matching unbind().
    void bind(const std::string& name, NodePtr node);
    void unbind(const std::string& name);
    [[nodiscard]] const Binding* find_binding(const std::string& name) const;

private:
    NodePtr parse_operator(const base::JsonArray& expression);
    NodePtr annotated(NodePtr node, const ValueType& expected, Annotation annotation);
    NodePtr folded(NodePtr node);
    [[nodiscard]] std::string path_text() const;

    std::optional<base::Problem> problem_;
    std::vector<std::size_t> path_;
    std::optional<ValueType> expected_;
    std::map<std::string, std::vector<Binding>> scope_;
    std::size_t next_slot_ = 0;
};

/// Compiles one operator; `expression[0]` is its name.
using ParseOperator = std::function<NodePtr(Compiler&, const base::JsonArray&)>;
using OperatorTable = std::map<std::string_view, ParseOperator, std::less<>>;
/// Every operator by name.
[[nodiscard]] const OperatorTable& operators();

/// What an operator needs beyond its arguments.
enum class Purity { pure, reads_feature, reads_outside };

/// A node whose flags follow from its arguments'.
[[nodiscard]] NodePtr make_node(ValueType type, const std::vector<NodePtr>& arguments, Evaluate evaluate, Purity purity = Purity::pure);
[[nodiscard]] NodePtr make_literal(ExpressionValue value);
[[nodiscard]] NodePtr make_literal(ExpressionValue value, ValueType type);
/// `to-string`, `to-number` … and the implicit ones to colours, formatted text and images.
[[nodiscard]] NodePtr make_coercion(const ValueType& type, const std::vector<NodePtr>& arguments);
/// `string`, `number` … : the first argument whose value is of the type, else an error.
[[nodiscard]] NodePtr make_assertion(const ValueType& type, const std::vector<NodePtr>& arguments);

/// An operator with fixed parameter types, or any number of one type, whose arguments are all evaluated first.
struct PlainOperator {
    ValueType result;
    std::vector<ValueType> parameters;
    bool variadic = false; ///< any number of parameters[0]
    std::function<ExpressionValue(Evaluation&, const std::vector<ExpressionValue>&)> apply;
    Purity purity = Purity::pure;
};
[[nodiscard]] ParseOperator plain(PlainOperator definition);

void add_decision_operators(OperatorTable& table);
void add_lookup_operators(OperatorTable& table);
void add_math_operators(OperatorTable& table);
void add_text_operators(OperatorTable& table);
void add_type_operators(OperatorTable& table);
void add_curve_operators(OperatorTable& table);

/// A tile's property as a value.
[[nodiscard]] ExpressionValue value_from_tile(const tiles::Value& value);
/// ECMAScript's Boolean(value).
[[nodiscard]] bool is_truthy(const ExpressionValue& value);
/// JSON's own kind, as messages say it.
[[nodiscard]] std::string kind_name(const base::Json& json);

} // namespace cityweave::render
