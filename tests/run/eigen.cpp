// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>
#include <shapeproof/eigen.hpp>
#include <shapeproof/tape/model.hpp>
#include <shapeproof/tape/tape.hpp>

namespace {

struct Batch : sp::axis<> {};
struct Letters : sp::ragged<Batch> {};
struct Word : sp::axis<> {};
struct Embed : sp::axis<3> {};
struct Single : sp::axis<1> {};

using numbers = sp::tensor<float, Batch, Embed>;
numbers two_rows() { return numbers::of({1, 2, 3, 4, 5, 6}, Batch{2}); }

struct table {
  BOOST_HANA_DEFINE_STRUCT(table, (sp::parameter<float, Word, Embed>, rows), (sp::parameter<float, Embed>, shift));
};

template <class M, class... A>
concept views = requires(M&& m) { sp::view_of<A...>(static_cast<M&&>(m)); };
template <class X, class... A>
concept maps = requires(X&& x) { sp::eigen_matrix<A...>(static_cast<X&&>(x)); };
template <class X, class A>
concept maps_one = requires(X&& x) { sp::eigen_vector<A>(static_cast<X&&>(x)); };

TEST_CASE("eigen: rows and columns are named, whatever lies first") {
  auto x = two_rows();
  auto by_rows = sp::eigen_matrix<Batch, Embed>(x);
  auto by_columns = sp::eigen_matrix<Embed, Batch>(x);
  static_assert(decltype(by_rows)::IsRowMajor && decltype(by_rows)::ColsAtCompileTime == 3);
  static_assert(!decltype(by_columns)::IsRowMajor && decltype(by_columns)::RowsAtCompileTime == 3);
  CHECK(by_rows.rows() == 2);
  CHECK(by_rows(1, 0) == 4);
  CHECK(by_columns.cols() == 2);
  CHECK(by_columns(0, 1) == 4);

  by_columns(2, 1) = 60; // it is the tensor's own memory
  CHECK(x(sp::check_index<Batch>(1, Batch{2}), sp::at<Embed, 2>()) == 60);
  CHECK(by_rows(1, 2) == 60);
}

TEST_CASE("eigen: vectors, single rows and single columns") {
  auto v = sp::tensor<double, Word>::of({1, 2, 4}, Word{3});
  CHECK(sp::eigen_vector<Word>(v)(2) == 4);
  auto column = sp::tensor<float, Batch, Single>::of({1, 2}, Batch{2});
  CHECK(sp::eigen_matrix<Batch, Single>(column)(1, 0) == 2);
  CHECK(sp::eigen_matrix<Single, Batch>(column)(0, 1) == 2);
  auto fixed = sp::tensor<float, Embed, Single>::of({1, 2, 3});
  CHECK(sp::eigen_matrix<Embed, Single>(fixed)(2, 0) == 3);
  CHECK(sp::eigen_matrix<Single, Embed>(fixed)(0, 2) == 3);
  auto none = sp::tensor<float, Batch, Embed>(Batch{0});
  CHECK(sp::eigen_matrix<Batch, Embed>(none).size() == 0);
}

TEST_CASE("eigen: what must not be written is read-only") {
  auto x = two_rows();
  auto const& constant = x;
  using writable = decltype(sp::eigen_matrix<Batch, Embed>(x));
  static_assert(std::is_same_v<decltype(std::declval<writable&>()(0, 0)), float&>);
  static_assert(std::is_same_v<decltype(sp::eigen_matrix<Batch, Embed>(constant)),
                               Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, 3, Eigen::RowMajor> const>>);
  static_assert(std::is_same_v<decltype(sp::eigen_matrix<Batch, Embed>(sp::view(x))),
                               decltype(sp::eigen_matrix<Batch, Embed>(constant))>);
  auto ids = sp::check_index<Word>(sp::tensor<int, Batch>::of({3, 1}, Batch{2}), Word{4});
  static_assert(std::is_same_v<decltype(sp::eigen_vector<Batch>(ids)), Eigen::Map<Eigen::VectorXi const>>);
  CHECK(sp::eigen_vector<Batch>(ids)(0) == 3);

  sp::model<table> model(1, Word{5});
  sp::eigen_matrix<Word, Embed>(model.rows).setIdentity();
  CHECK(model.rows.unnamed()[4] == 1);
  sp::model<table> const& frozen = model;
  static_assert(std::is_same_v<decltype(sp::eigen_vector<Embed>(frozen.shift)), Eigen::Map<Eigen::Vector3f const>>);
}

TEST_CASE("eigen: a matrix under names is a view of its own memory") {
  Eigen::MatrixXf m(2, 3); // column-major
  m << 1, 2, 3, 4, 5, 6;
  auto const x = sp::view_of<Batch, Embed>(m);
  static_assert(std::is_same_v<decltype(x), sp::view<float, Embed, Batch> const>);
  auto const second = sp::check_index<Batch>(1, x.extent<Batch>());
  CHECK(x(second, sp::at<Embed, 2>()) == 6);
  m(1, 2) = 7;
  CHECK(x(second, sp::at<Embed, 2>()) == 7);

  Eigen::Matrix<float, 2, 3, Eigen::RowMajor> const rows = m;
  auto const y = sp::view_of<Batch, Embed>(rows);
  static_assert(std::is_same_v<decltype(y), sp::view<float, Batch, Embed> const>);
  CHECK(y(second, sp::at<Embed, 2>()) == 7);
  CHECK(y.unnamed().data() == rows.data());

  Eigen::Vector3d const v(1, 2, 3);
  CHECK(sp::view_of<Embed>(v)(sp::at<Embed, 1>()) == 2);
  auto tensor = two_rows();
  CHECK(sp::view_of<Batch, Embed>(sp::eigen_matrix<Batch, Embed>(tensor)).unnamed().data() == tensor.unnamed().data());
}

TEST_CASE("eigen: extents are compared, and numbers must lie in one piece") {
  Eigen::MatrixXf const m = Eigen::MatrixXf::Zero(2, 4);
  CHECK_THROWS_WITH_AS((sp::view_of<Batch, Embed>(m)), "view_of: the extents of Embed differ: 3 and 4",
                       sp::extent_error);
  Eigen::VectorXf const v = Eigen::VectorXf::Zero(2);
  CHECK_THROWS_WITH_AS((sp::view_of<Embed>(v)), "view_of: the extents of Embed differ: 3 and 2", sp::extent_error);
  auto const block = m.topRows(1);
  CHECK_THROWS_AS((sp::view_of<Batch, Word>(block)), sp::usage_error);
  auto const whole_columns = m.leftCols(3);
  CHECK(sp::view_of<Batch, Embed>(whole_columns).size() == 6);
  CHECK_THROWS_AS((sp::view_of<Word>(m.row(0))), sp::usage_error);
}

TEST_CASE("eigen: what is refused by its type") {
  using matrix = Eigen::MatrixXf;
  static_assert(maps<numbers&, Batch, Embed> && maps<numbers const&, Embed, Batch>);
  static_assert(!maps<numbers, Batch, Embed>);                              // ends before the map
  static_assert(!maps<numbers&, Batch, Word>);                              // no such axis
  static_assert(!maps_one<numbers&, Batch>);                                // an axis would be left
  static_assert(!maps<sp::tensor<float, Batch, Letters>&, Batch, Letters>); // padding
  static_assert(!maps<sp::tensor<sp::half, Batch, Embed>&, Batch, Embed>);  // no number of Eigen's
  static_assert(!maps<sp::taped<float, Batch, Embed>&, Batch, Embed>);      // the tape's
  static_assert(maps<sp::view<float, Batch, Embed>, Batch, Embed>);

  static_assert(views<matrix&, Batch, Embed> && views<matrix const&, Batch, Word>);
  static_assert(!views<matrix, Batch, Embed>); // ends before the view
  static_assert(!views<decltype(std::declval<matrix&>() * std::declval<matrix&>()), Batch, Embed>); // not computed
  static_assert(!views<matrix&, Batch>);                 // an axis is missing
  static_assert(!views<Eigen::Matrix4f&, Batch, Embed>); // 4 columns, not 3
  static_assert(!views<matrix&, Batch, Letters>);        // no lengths
}

} // namespace
